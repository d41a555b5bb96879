package dev.tessera.graphmodel.token;

import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.kernel.Vectors;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns a feature vector into one code a slot: the vector is cut into equal pieces, and each piece is replaced by the
 * number of the nearest centroid of its slot (Jegou, Douze and Schmid, 2011; MOTOR, arXiv 2410.19276, reconstructed).
 * Learned once, then immutable.
 */
public final class ProductQuantizer {
    /** Rounds of k-means; it mostly stands still before. */
    private static final int ITERATIONS = 50;

    /** It learns from so many rows at most: 256 for each of 256 codes, from where on more hardly move the centroids. */
    static final int SAMPLE = 1 << 16;

    private final @Nullable DenseMatrix rotation;
    private final List<Centroids> slots;
    private final int pieceWidth;

    private ProductQuantizer(@Nullable DenseMatrix rotation, List<Centroids> slots, int pieceWidth) {
        this.rotation = rotation;
        this.slots = List.copyOf(slots);
        this.pieceWidth = pieceWidth;
    }

    /**
     * Learns the centroids.
     *
     * @param features one row an item
     * @param slots how many pieces, a divisor of the width
     * @param codes how many centroids a slot, at most the number of rows
     * @throws IllegalArgumentException where slots or codes do not fit the features
     */
    public static ProductQuantizer fit(DenseMatrix features, int slots, int codes, long seed) {
        return fit(features, slots, codes, false, seed);
    }

    /** The same, with the features turned before they are cut ({@link BalancedRotation}) or not. */
    static ProductQuantizer fit(DenseMatrix features, int slots, int codes, boolean isRotated, long seed) {
        int width = features.columns();
        if (slots < 1 || width % slots != 0) {
            throw new IllegalArgumentException("slots (" + slots + ") must divide the feature dimension (" + width
                    + "). Maybe " + nearestDivisor(width, slots) + "?");
        }
        if (codes < 2 || codes > features.rows()) {
            throw new IllegalArgumentException("codes (" + codes + ") must be 2 to the number of items to learn from ("
                    + features.rows() + "). Maybe " + CodebookSize.codesFor(features.rows()) + "?");
        }
        int pieceWidth = width / slots;
        DenseMatrix sample = spread(features, Math.max(SAMPLE, codes));
        DenseMatrix rotation = isRotated ? BalancedRotation.of(sample, slots) : null;
        DenseMatrix turned = turned(sample, rotation);
        List<Centroids> learned = new ArrayList<>();
        for (int slot = 0; slot < slots; slot++) {
            DenseMatrix pieces = columns(turned, slot * pieceWidth, pieceWidth);
            learned.add(new KMeans(pieces, codes, seed + slot).fit(ITERATIONS));
        }
        return new ProductQuantizer(rotation, learned, pieceWidth);
    }

    /**
     * {@return the quantiser that was learned before}
     *
     * @param centroids one matrix a slot, one row a code
     * @param rotation row by row, or null where features are cut as they are
     */
    static ProductQuantizer of(List<DenseMatrix> centroids, float @Nullable [] rotation) {
        int pieceWidth = centroids.getFirst().columns();
        int width = pieceWidth * centroids.size();
        return new ProductQuantizer(
                rotation == null ? null : new DenseMatrix(width, width, rotation),
                centroids.stream().map(Centroids::new).toList(),
                pieceWidth);
    }

    /** {@return how wide features are} */
    public int width() {
        return pieceWidth * slots.size();
    }

    public int slots() {
        return slots.size();
    }

    /** {@return the number of centroids of each slot} */
    public int codes() {
        return slots.getFirst().matrix().rows();
    }

    /** {@return R, one column a direction, or null where features are cut as they are} */
    public @Nullable DenseMatrix rotation() {
        return rotation;
    }

    /** {@return the features as they are cut: turned where there is a rotation} What the other methods take. */
    public DenseMatrix turned(DenseMatrix features) {
        return turned(features, rotation);
    }

    private static DenseMatrix turned(DenseMatrix features, @Nullable DenseMatrix rotation) {
        if (rotation == null) {
            return features;
        }
        int width = features.columns();
        DenseMatrix turned = DenseMatrix.zeros(features.rows(), width);
        for (int row = 0; row < features.rows(); row++) {
            for (int k = 0; k < width; k++) {
                Vectors.addScaled(
                        features.get(row, k),
                        rotation.values(),
                        rotation.offset(k),
                        turned.values(),
                        turned.offset(row),
                        width);
            }
        }
        return turned;
    }

    /** {@return the code of each slot for the vector in one row of {@code features}, as {@link #turned} gives them} */
    public int[] encode(DenseMatrix features, int row) {
        int[] codes = new int[slots.size()];
        for (int slot = 0; slot < codes.length; slot++) {
            codes[slot] = slots.get(slot).nearest(features.values(), features.offset(row) + slot * pieceWidth);
        }
        return codes;
    }

    /** {@return a copy of a centroid} */
    public float[] centroid(int slot, int code) {
        return slots.get(slot).matrix().row(code);
    }

    /** {@return the Euclidean distance of a row's piece from a centroid of its slot} */
    public double distance(DenseMatrix features, int row, int slot, int code) {
        DenseMatrix centroids = slots.get(slot).matrix();
        double sum = 0;
        for (int k = 0; k < pieceWidth; k++) {
            double difference = features.get(row, slot * pieceWidth + k) - centroids.get(code, k);
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }

    /** {@return so many rows at most, evenly spread} */
    private static DenseMatrix spread(DenseMatrix all, int most) {
        if (all.rows() <= most) {
            return all;
        }
        DenseMatrix some = DenseMatrix.zeros(most, all.columns());
        for (int k = 0; k < most; k++) {
            int row = (int) ((long) k * all.rows() / most);
            System.arraycopy(all.values(), all.offset(row), some.values(), some.offset(k), all.columns());
        }
        return some;
    }

    private static DenseMatrix columns(DenseMatrix all, int first, int count) {
        DenseMatrix some = DenseMatrix.zeros(all.rows(), count);
        for (int row = 0; row < all.rows(); row++) {
            System.arraycopy(all.values(), all.offset(row) + first, some.values(), some.offset(row), count);
        }
        return some;
    }

    private static int nearestDivisor(int width, int wanted) {
        int best = 1;
        for (int d = 1; d <= width; d++) {
            if (width % d == 0 && Math.abs(d - wanted) <= Math.abs(best - wanted)) {
                best = d;
            }
        }
        return best;
    }
}
