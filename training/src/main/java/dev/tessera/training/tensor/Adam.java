package dev.tessera.training.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.tessera.graphmodel.kernel.Parallel;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Adam (Kingma and Ba, 2015, Algorithm 1) with beta1 = 0.9, beta2 = 0.999 and epsilon = 1e-8: epsilon meets the second
 * moment after its correction, so that rare and small gradients move a parameter from the first step on. On the CPU one loop over the tensor's own
 * memory updates the parameter and clears its gradient; elsewhere the numbers are copied.
 */
public final class Adam {
    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.999f;
    private static final float EPSILON = 1e-8f;
    private static final int CHUNK = 1 << 16;
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private final Parameters parameters;
    private final List<Moments> moments = new ArrayList<>();
    private int steps;

    /** The running means of a parameter's gradient and of its square. */
    private static final class Moments {
        private final float[] first;
        private final float[] second;

        Moments(int size) {
            first = new float[size];
            second = new float[size];
        }
    }

    /** The corrections of the moments at one step: the first in the rate, the second in the scale of its root. */
    private record Step(float rate, float rootScale) {}

    public Adam(Parameters parameters) {
        this.parameters = parameters;
        parameters.all().forEach(p -> moments.add(new Moments(p.size())));
    }

    /** Moves every parameter that has a gradient, and clears the gradients. */
    public void update(float learningRate) {
        steps++;
        var step = new Step((float) (learningRate / (1 - Math.pow(BETA1, steps))), (float)
                (1 / Math.sqrt(1 - Math.pow(BETA2, steps))));
        for (int k = 0; k < moments.size(); k++) {
            NDArray array = parameters.all().get(k).array();
            if (array.hasGradient()) {
                update(array, moments.get(k), step);
            }
        }
    }

    private void update(NDArray array, Moments state, Step step) {
        try (NDArray gradient = array.getGradient()) {
            if (parameters.engine().isCuda()) {
                updateByCopy(array, gradient, state, step);
                return;
            }
            var numbers = MemorySegment.ofBuffer(JniUtils.getByteBuffer((PtNDArray) array, true));
            var slopes = MemorySegment.ofBuffer(JniUtils.getByteBuffer((PtNDArray) gradient, true));
            update(numbers, slopes, state, step);
        }
    }

    private static void updateByCopy(NDArray array, NDArray gradient, Moments state, Step step) {
        float[] values = array.toFloatArray();
        float[] slopes = gradient.toFloatArray();
        update(MemorySegment.ofArray(values), MemorySegment.ofArray(slopes), state, step);
        array.set(values);
        JniUtils.zeroGrad((PtNDArray) array);
    }

    private static void update(MemorySegment numbers, MemorySegment slopes, Moments state, Step step) {
        Parallel.ranges(state.first.length, CHUNK, (from, until) -> update(numbers, slopes, state, step, from, until));
    }

    private static void update(
            MemorySegment numbers, MemorySegment slopes, Moments state, Step step, int from, int until) {
        float[] first = state.first;
        float[] second = state.second;
        var zero = FloatVector.zero(SPECIES);
        int k = from;
        for (; k + SPECIES.length() <= until; k += SPECIES.length()) {
            var slope = FloatVector.fromMemorySegment(SPECIES, slopes, 4L * k, ORDER);
            var mean = FloatVector.fromArray(SPECIES, first, k).mul(BETA1).add(slope.mul(1 - BETA1));
            var square = FloatVector.fromArray(SPECIES, second, k)
                    .mul(BETA2)
                    .add(slope.mul(slope).mul(1 - BETA2));
            mean.intoArray(first, k);
            square.intoArray(second, k);
            var root = square.lanewise(VectorOperators.SQRT).mul(step.rootScale());
            var move = mean.mul(step.rate()).div(root.add(EPSILON));
            FloatVector.fromMemorySegment(SPECIES, numbers, 4L * k, ORDER)
                    .sub(move)
                    .intoMemorySegment(numbers, 4L * k, ORDER);
            zero.intoMemorySegment(slopes, 4L * k, ORDER);
        }
        for (; k < until; k++) {
            float slope = slopes.get(ValueLayout.JAVA_FLOAT_UNALIGNED, 4L * k);
            first[k] = BETA1 * first[k] + (1 - BETA1) * slope;
            second[k] = BETA2 * second[k] + (1 - BETA2) * slope * slope;
            float moved = numbers.get(ValueLayout.JAVA_FLOAT_UNALIGNED, 4L * k)
                    - step.rate() * first[k] / ((float) Math.sqrt(second[k]) * step.rootScale() + EPSILON);
            numbers.set(ValueLayout.JAVA_FLOAT_UNALIGNED, 4L * k, moved);
            slopes.set(ValueLayout.JAVA_FLOAT_UNALIGNED, 4L * k, 0);
        }
    }

    /** {@return how many updates were made} */
    public int steps() {
        return steps;
    }

    /** {@return copies of the two moments of each parameter, for a checkpoint} */
    public List<float[]> state() {
        List<float[]> copy = new ArrayList<>();
        for (Moments m : moments) {
            copy.add(m.first.clone());
            copy.add(m.second.clone());
        }
        return copy;
    }

    /** Goes on from a checkpoint. */
    public void restore(int stepsMade, List<float[]> state) {
        steps = stepsMade;
        for (int k = 0; k < moments.size(); k++) {
            System.arraycopy(state.get(2 * k), 0, moments.get(k).first, 0, moments.get(k).first.length);
            System.arraycopy(state.get(2 * k + 1), 0, moments.get(k).second, 0, moments.get(k).second.length);
        }
    }
}
