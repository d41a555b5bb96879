package dev.tessera.training.recommender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.training.tensor.FanOut;
import dev.tessera.training.tensor.Parameter;
import dev.tessera.training.tensor.Parameters;
import dev.tessera.training.tensor.TensorEngine;
import dev.tessera.training.tensor.TensorScope;
import java.util.Collections;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.function.Function;

/** Compares a model's loss, and the slope of it at every number it learns, with a formula's in double precision. */
final class LossCheck {
    private static final double STEP = 1e-5;

    private LossCheck() {}

    /** {@return a model whose every number, also those that start at zero, is far from it} */
    static Recommender model(TensorEngine engine, RecommenderSpec spec, Subgraph subgraph) {
        var parameters = new Parameters(engine, 3);
        Recommender model = Recommenders.create(spec, subgraph, parameters);
        var random = new Random(11);
        for (Parameter parameter : parameters.all()) {
            float[] values = new float[parameter.size()];
            for (int k = 0; k < values.length; k++) {
                values[k] = (float) (0.7 * random.nextGaussian());
            }
            parameter.set(values);
        }
        return model;
    }

    /** {@return the same with sampled neighbourhoods, of which every hop takes all} */
    static RecommenderSpec sampled(RecommenderSpec spec) {
        return new RecommenderSpec(
                spec.kind(),
                spec.identity(),
                spec.dimension(),
                spec.layers(),
                new FanOut(Collections.nCopies(spec.layers(), FanOut.UNLIMITED)),
                spec.l2(),
                spec.crossDepth(),
                spec.crossScope(),
                spec.modalities(),
                spec.particulars());
    }

    /**
     * Fails where they differ.
     *
     * @param plain the formula's loss of the same batch
     * @param numbers the formula's own copy of a parameter, by its name
     */
    static void assertSame(
            Recommender model,
            Batch batch,
            DoubleSupplier plain,
            Function<String, double[]> numbers,
            double tolerance) {
        try (TensorScope scope = TensorScope.recording(model.parameters())) {
            NDArray loss = model.loss(scope, batch);
            assertThat((double) loss.getFloat()).isCloseTo(plain.getAsDouble(), within(1e-5));
            scope.backward(loss);
            for (Parameter parameter : model.parameters().all()) {
                float[] gradient = parameter.array().getGradient().toFloatArray();
                double[] copy = numbers.apply(parameter.name());
                for (int k = 0; k < copy.length; k++) {
                    assertThat((double) gradient[k])
                            .as(parameter.name() + "[" + k + "]")
                            .isCloseTo(slope(plain, copy, k), within(tolerance));
                }
            }
        }
    }

    private static double slope(DoubleSupplier plain, double[] numbers, int k) {
        double kept = numbers[k];
        numbers[k] = kept + STEP;
        double above = plain.getAsDouble();
        numbers[k] = kept - STEP;
        double below = plain.getAsDouble();
        numbers[k] = kept;
        return (above - below) / (2 * STEP);
    }
}
