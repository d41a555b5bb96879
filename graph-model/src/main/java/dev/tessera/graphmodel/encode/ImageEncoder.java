package dev.tessera.graphmodel.encode;

import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.domain.Modality;
import java.util.List;

/**
 * The built-in image encoder: colours, edges and a thumbnail ({@link PictureStatistics}), projected on the {@value #WIDTH} axes in
 * which the catalogue's pictures differ most. What the catalogue taught it is kept in it; what it encodes changes nothing.
 */
public final class ImageEncoder implements ContentEncoder<Picture> {
    public static final int WIDTH = 64;

    private final PictureStatistics statistics = new PictureStatistics();
    private final PrincipalAxes axes;
    private final byte[] packed;
    private final String fingerprint;

    private ImageEncoder(PrincipalAxes axes) {
        this.axes = axes;
        var out = new FittedBytes.Writer();
        out.axes(axes);
        this.packed = out.packed();
        this.fingerprint = out.fingerprint("built-in/image/1");
    }

    /**
     * {@return an encoder fitted on the pictures of a catalogue}
     *
     * @param descriptions what {@link PictureStatistics} says of them, at least one
     */
    static ImageEncoder fit(List<float[]> descriptions, long seed) {
        DenseMatrix samples = DenseMatrix.zeros(descriptions.size(), PictureStatistics.WIDTH);
        for (int row = 0; row < samples.rows(); row++) {
            System.arraycopy(descriptions.get(row), 0, samples.values(), samples.offset(row), PictureStatistics.WIDTH);
        }
        return new ImageEncoder(PrincipalAxes.fit(samples, WIDTH, seed));
    }

    /** {@return the encoder that {@link #packed} describes} */
    static ImageEncoder unpacked(byte[] packed) {
        return new ImageEncoder(new FittedBytes.Reader(packed).axes());
    }

    byte[] packed() {
        return packed.clone();
    }

    @Override
    public Modality modality() {
        return Modality.IMAGE;
    }

    @Override
    public int width() {
        return axes.width();
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public float[] encode(Picture picture) {
        return project(statistics.describe(picture));
    }

    /** {@return the feature of a picture of which only the description was kept} */
    float[] project(float[] description) {
        return axes.project(description);
    }
}
