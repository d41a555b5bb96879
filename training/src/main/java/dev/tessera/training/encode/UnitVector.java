package dev.tessera.training.encode;

import dev.tessera.training.TrainingException;
import dev.tessera.training.tensor.NetworkOutput;
import java.nio.file.Path;

/** The vector that a network answers, brought to length 1. */
final class UnitVector {
    private UnitVector() {}

    /**
     * {@return the vector}
     *
     * @param mask the positions that count, empty for all
     * @throws TrainingException where the output has another shape, or numbers that are none
     */
    static float[] of(NetworkOutput output, long[] mask, Path model) {
        float[] vector;
        try {
            vector = output.pooled(mask);
        } catch (IllegalArgumentException e) {
            throw new TrainingException(model + " " + e.getMessage(), e);
        }
        double sum = 0;
        for (float x : vector) {
            sum += (double) x * x;
        }
        if (!Double.isFinite(sum)) {
            throw new TrainingException(model + " answers numbers that are not finite. Export it in float32");
        }
        for (int k = 0; k < vector.length && sum > 0; k++) {
            vector[k] = (float) (vector[k] / Math.sqrt(sum));
        }
        return vector;
    }
}
