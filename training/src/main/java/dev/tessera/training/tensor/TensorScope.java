package dev.tessera.training.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import dev.tessera.graphmodel.kernel.Vectors;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One step's tensors. Everything computed here is freed when the scope is closed; parameters are only lent to it. A scope
 * opened for gradients records what is computed, and {@link #backward} leaves the gradients in the parameters.
 *
 * <p>Two things are done by hand that the library would do wrong or slowly. A scalar is multiplied as a tensor that
 * outlives the step, because the library frees the memory of a plain number before the backward pass reads it. And an
 * operation may come with a gradient written in Java ({@link #linear}): its input is cut from the recorded graph, and
 * {@code backward} carries the gradient across.
 */
public final class TensorScope implements AutoCloseable {
    private final TensorEngine engine;
    private final NDManager manager;
    private final NDScope scope;
    private final @Nullable GradientCollector collector;
    private final Set<NDArray> parameters = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Crossing> crossings = new ArrayDeque<>();

    private final Set<Constant> lent = new HashSet<>();

    /** A place where the recorded graph is cut: gradients at the leaves become gradients before it. */
    private record Crossing(List<NDArray> leaves, Consumer<List<NDArray>> carry) {}

    /** DJL records for one in a whole process, so trainings beside each other take turns, step by step. */
    private static final ReentrantLock RECORDING = new ReentrantLock();

    private TensorScope(TensorEngine engine, boolean gradients) {
        this.engine = engine;
        manager = engine.root().newSubManager();
        scope = new NDScope();
        collector = gradients ? engine.engine().newGradientCollector() : null;
    }

    /** {@return a scope that records for {@link #backward}; where another thread has one, that one's end is awaited} */
    public static TensorScope recording(Parameters parameters) {
        RECORDING.lock();
        try {
            return lend(new TensorScope(parameters.engine(), true), parameters);
        } catch (RuntimeException | Error e) {
            RECORDING.unlock();
            throw e;
        }
    }

    /** {@return a scope that only computes} */
    public static TensorScope computing(Parameters parameters) {
        return lend(new TensorScope(parameters.engine(), false), parameters);
    }

    private static TensorScope lend(TensorScope scope, Parameters parameters) {
        for (Parameter parameter : parameters.all()) {
            parameter.array().tempAttach(scope.manager);
            scope.parameters.add(parameter.array());
        }
        return scope;
    }

    /** {@return the rows of a matrix at some positions, in their order} */
    public NDArray rows(NDArray matrix, NDArray positions) {
        return JniUtils.embedding((PtNDArray) positions, (PtNDArray) matrix, false);
    }

    /** {@return the rows from {@code from} up to, but not including, {@code until}} */
    public NDArray slice(NDArray matrix, int from, int until) {
        return matrix.get(new NDIndex().addSliceDim(from, until));
    }

    /** {@return positions as a tensor of this step} */
    public NDArray positions(int[] positions) {
        long[] wide = new long[positions.length];
        for (int k = 0; k < wide.length; k++) {
            wide[k] = positions[k];
        }
        return manager.create(wide);
    }

    /** {@return a constant, lent to this scope} */
    public NDArray use(Constant constant) {
        if (lent.add(constant)) { // what is lent twice would be freed with the scope
            constant.array().tempAttach(manager);
        }
        return constant.array();
    }

    /** {@return {@code factor * x}} */
    public NDArray scale(NDArray x, float factor) {
        return x.mul(engine.constant(factor));
    }

    /** {@return numbers in a shape, as a tensor of this step} */
    public NDArray numbers(float[] values, Shape shape) {
        return NativeNumbers.create(manager, values, 0, shape);
    }

    /** {@return the numbers of x, through which no gradient goes} */
    public NDArray constant(NDArray x) {
        return JniUtils.detachGradient((PtNDArray) x);
    }

    /** {@return {@code x + number}} */
    public NDArray plus(NDArray x, float number) {
        return x.add(engine.constant(number));
    }

    /** {@return the inner product of each row of {@code a} with the same row of {@code b}} */
    public NDArray rowDots(NDArray a, NDArray b) {
        return a.mul(b).sum(new int[] {1});
    }

    /** {@return the mean of log(1 + exp(x))} */
    public NDArray meanSoftplus(NDArray x) {
        return JniUtils.softPlus((PtNDArray) x).mean();
    }

    /** {@return each row divided by its length; a row of zeros stays one} */
    public NDArray normalised(NDArray x) {
        return JniUtils.normalize((PtNDArray) x, 2, 1, 1e-12);
    }

    /** {@return one column with a column of zeros beside it} */
    public NDArray beside(NDArray column) {
        return column.concat(scale(column, 0), 1);
    }

    /** {@return the rows of {@code a} above those of {@code b}} */
    public NDArray stack(NDArray a, NDArray b) {
        return a.concat(b, 0);
    }

    /**
     * {@return x, cut from what was computed before} What follows sees a leaf, so that however often it is used, what
     * was computed before is walked once.
     */
    public NDArray cut(NDArray x) {
        NDArray leaf = JniUtils.detachGradient((PtNDArray) x);
        linear(List.of(leaf), slopes -> pass(x, slopes.getFirst()));
        return leaf;
    }

    /**
     * Cuts the recorded graph: what follows sees leaves, and their gradients are carried on by hand.
     *
     * @param leaves results of an operation that the library did not record
     * @param carry gets the gradients at the leaves once they are known, and passes those at the operation's inputs on
     *     by {@link #pass}
     */
    void linear(List<NDArray> leaves, Consumer<List<NDArray>> carry) {
        if (collector != null) {
            leaves.forEach(leaf -> leaf.setRequiresGradient(true));
            crossings.push(new Crossing(leaves, carry));
        }
    }

    /** Adds to the gradient of a parameter or of anything that was computed here. A parameter may keep the tensor. */
    void pass(NDArray input, NDArray gradient) {
        JniUtils.backward((PtNDArray) input, (PtNDArray) gradient, false, false);
    }

    /** The same, for {@code factor} times the numbers from {@code at} on, which are copied. */
    void pass(NDArray input, float factor, float[] gradient, int at) {
        if (parameters.contains(input) && !engine.isCuda()) {
            try (NDArray sum = input.getGradient()) {
                NativeNumbers.add(factor, gradient, at, sum);
            }
        } else {
            NDArray copy = NativeNumbers.create(manager, gradient, at, input.getShape());
            pass(input, factor == 1 ? copy : scale(copy, factor));
        }
    }

    /**
     * The same, for rows of a matrix: row k of {@code gradient} is that of row {@code nodes[k] - from}, where there is such a
     * row.
     */
    void passRows(NDArray input, float factor, float[] gradient, int[] nodes, int from) {
        if (parameters.contains(input) && !engine.isCuda()) {
            try (NDArray sum = input.getGradient()) {
                NativeNumbers.addRows(factor, gradient, nodes, from, sum);
            }
            return;
        }
        int width = (int) input.getShape().get(1);
        float[] whole = new float[Math.toIntExact(input.size())];
        for (int k = 0; k < nodes.length; k++) {
            int to = (nodes[k] - from) * width;
            if (to >= 0 && to < whole.length) {
                Vectors.addScaled(1, gradient, k * width, whole, to, width);
            }
        }
        pass(input, factor, whole, 0);
    }

    /** Leaves the gradients of {@code loss}, a single number, in the parameters. */
    public void backward(NDArray loss) {
        if (collector == null) {
            throw new IllegalStateException("this scope was opened for computing, not for gradients");
        }
        collector.backward(loss);
        while (!crossings.isEmpty()) {
            Crossing crossing = crossings.pop();
            crossing.carry()
                    .accept(crossing.leaves().stream().map(NDArray::getGradient).toList());
        }
    }

    NDManager manager() {
        return manager;
    }

    @Override
    public void close() {
        if (collector != null) {
            try {
                collector.close();
            } finally {
                RECORDING.unlock();
            }
        }
        scope.close();
        manager.close();
    }
}
