package dev.tessera.training.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The parameters of a model, in the order they were made; every one is drawn from the model's seed and its own name. */
public final class Parameters {
    private final TensorEngine engine;
    private final long seed;
    private final List<Parameter> all = new ArrayList<>();

    public Parameters(TensorEngine engine, long seed) {
        this.engine = engine;
        this.seed = seed;
    }

    /** {@return what everything random in the model is drawn from} */
    public long seed() {
        return seed;
    }

    public TensorEngine engine() {
        return engine;
    }

    /** {@return a matrix drawn uniformly from +-sqrt(6 / (rows + columns)) (Glorot and Bengio, 2010)} */
    public Parameter xavier(String name, int rows, int columns) {
        return uniform(name, rows, columns, Math.sqrt(6.0 / (rows + columns)));
    }

    /** {@return a matrix drawn uniformly from [-bound, bound)} */
    public Parameter uniform(String name, int rows, int columns, double bound) {
        var random = new SplittableRandom(seed * 1_000_003 + name.hashCode());
        float[] values = new float[Math.multiplyExact(rows, columns)];
        for (int k = 0; k < values.length; k++) {
            values[k] = (float) random.nextDouble(-bound, bound);
        }
        return add(name, values, rows, columns);
    }

    /** {@return a matrix of zeros} */
    public Parameter zeros(String name, int rows, int columns) {
        return add(name, new float[Math.multiplyExact(rows, columns)], rows, columns);
    }

    private Parameter add(String name, float[] values, int rows, int columns) {
        if (all.stream().anyMatch(p -> p.name().equals(name))) {
            throw new IllegalArgumentException("two parameters are named " + name);
        }
        var parameter = new Parameter(name, engine.keep(values, new Shape(rows, columns)));
        all.add(parameter);
        return parameter;
    }

    public List<Parameter> all() {
        return List.copyOf(all);
    }

    /** {@return the tensors of all, for use in a step} */
    public NDArray[] arrays() {
        return all.stream().map(Parameter::array).toArray(NDArray[]::new);
    }

    /** {@return how many numbers there are in all} */
    public long size() {
        return all.stream().mapToLong(Parameter::size).sum();
    }
}
