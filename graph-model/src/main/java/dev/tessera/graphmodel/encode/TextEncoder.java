package dev.tessera.graphmodel.encode;

import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.domain.Modality;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The built-in text encoder: terms weighed by TF-IDF, hashed with random signs into {@value #SKETCH} columns (Weinberger et al.,
 * Feature Hashing, 2009; {@value #COPIES} columns a term), and projected on the {@value #WIDTH} axes in which the catalogue's
 * texts differ most. Features have length 1. What the catalogue taught it is kept in it; what it encodes changes nothing.
 */
public final class TextEncoder implements ContentEncoder<ItemText> {
    public static final int WIDTH = 128;

    private static final int SKETCH = 1_024;
    private static final int COPIES = 2;

    /** Axes are learned from so many texts at most, evenly spread over the catalogue. */
    private static final int SAMPLE = 5_000;

    private final long seed;
    private final TermFrequencies frequencies;
    private final PrincipalAxes axes;
    private final byte[] packed;
    private final String fingerprint;

    private TextEncoder(long seed, TermFrequencies frequencies, PrincipalAxes axes) {
        this.seed = seed;
        this.frequencies = frequencies;
        this.axes = axes;
        var out = new FittedBytes.Writer();
        out.integer(seed);
        out.integer(frequencies.texts());
        out.integers(frequencies.counts().values());
        out.axes(axes);
        this.packed = out.packed();
        this.fingerprint = out.fingerprint("built-in/text/1");
    }

    /**
     * {@return an encoder fitted on the texts of a catalogue}
     *
     * @param catalogue at least one text with a term
     */
    static TextEncoder fit(List<ItemText> catalogue, long seed) {
        var frequencies = TermFrequencies.of(catalogue);
        int step = (catalogue.size() + SAMPLE - 1) / SAMPLE;
        DenseMatrix sample = DenseMatrix.zeros((catalogue.size() + step - 1) / step, SKETCH);
        for (int row = 0; row < sample.rows(); row++) {
            float[] sketch = sketch(frequencies.weights(catalogue.get(row * step)), seed);
            System.arraycopy(sketch, 0, sample.values(), sample.offset(row), SKETCH);
        }
        return new TextEncoder(seed, frequencies, PrincipalAxes.fit(sample, WIDTH, seed));
    }

    /** {@return the encoder that {@link #packed} describes} */
    static TextEncoder unpacked(byte[] packed) {
        var in = new FittedBytes.Reader(packed);
        long seed = in.integer();
        int texts = Math.toIntExact(in.integer());
        var counts = new TermFrequencies.Counts(in.integers(TermFrequencies.BUCKETS));
        return new TextEncoder(seed, new TermFrequencies(texts, counts), in.axes());
    }

    byte[] packed() {
        return packed.clone();
    }

    @Override
    public Modality modality() {
        return Modality.TEXT;
    }

    @Override
    public int width() {
        return axes.width();
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    /** {@return the feature; null where no term of the text is one of the catalogue's} */
    @Override
    public float @Nullable [] encode(ItemText text) {
        Map<Integer, Float> weights = frequencies.weights(text);
        if (weights.isEmpty()) {
            return null;
        }
        float[] feature = axes.project(sketch(weights, seed));
        Lengths.normalise(feature, 0, feature.length);
        return feature;
    }

    private static float[] sketch(Map<Integer, Float> weights, long seed) {
        float[] sketch = new float[SKETCH];
        weights.forEach((bucket, weight) -> {
            for (int copy = 0; copy < COPIES; copy++) {
                long random = mixed(seed + (long) bucket * COPIES + copy);
                sketch[(int) (random >>> 1) & (SKETCH - 1)] += (random & 1) == 0 ? weight : -weight;
            }
        });
        Lengths.normalise(sketch, 0, SKETCH);
        return sketch;
    }

    /** The last steps of SplitMix64, which make unlike numbers of like ones. */
    private static long mixed(long number) {
        long z = number * 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
