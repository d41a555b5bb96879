package dev.tessera.graphmodel.kernel;

import static dev.tessera.graphmodel.kernel.Vectors.SPECIES;

import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;

/** Lengths at which a vectorised loop can go wrong: around one register, two, four, and in between. */
final class Sizes implements ArbitrarySupplier<Integer> {
    private static final int LANES = SPECIES.length();

    @Override
    public Arbitrary<Integer> get() {
        Arbitrary<Integer> edges = Arbitraries.of(
                0, 1, LANES - 1, LANES, LANES + 1, 2 * LANES - 1, 2 * LANES, 2 * LANES + 1, 4 * LANES, 4 * LANES + 1);
        return Arbitraries.oneOf(edges, Arbitraries.integers().between(0, 6 * LANES));
    }

    /** {@return numbers of both signs whose magnitudes differ} */
    static float[] floats(int count, long seed) {
        var random = new Random(seed);
        float[] values = new float[count];
        for (int k = 0; k < count; k++) {
            values[k] = (float) random.nextGaussian();
        }
        return values;
    }
}
