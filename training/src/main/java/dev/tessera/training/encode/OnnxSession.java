package dev.tessera.training.encode;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.tessera.training.TrainingException;
import dev.tessera.training.tensor.NetworkOutput;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A network saved as ONNX, on the CPU. Thread-safe. */
final class OnnxSession implements AutoCloseable {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final Path file;
    private final OrtSession session;
    private final String output;

    /**
     * Loads a network.
     *
     * @param outputs which output to take, the best first; where it has none of them, its first one
     * @throws TrainingException where the file is not ONNX
     */
    OnnxSession(Path file, List<String> outputs) {
        this.file = file;
        try (var options = new OrtSession.SessionOptions()) {
            this.session = environment.createSession(file.toString(), options);
        } catch (OrtException e) {
            throw new TrainingException(file + " cannot be loaded as ONNX: " + e.getMessage(), e);
        }
        Set<String> names = session.getOutputNames();
        this.output = outputs.stream().filter(names::contains).findFirst().orElseGet(() -> names.iterator()
                .next());
    }

    Set<String> inputs() {
        return new TreeSet<>(session.getInputNames());
    }

    /** {@return the answer to rows of indices, each of shape {@code [1, n]}, by the inputs' names} */
    NetworkOutput answer(Map<String, long[]> rows) {
        Map<String, OnnxTensor> tensors = new HashMap<>();
        try {
            for (Map.Entry<String, long[]> row : rows.entrySet()) {
                long[] shape = {1, row.getValue().length};
                tensors.put(row.getKey(), OnnxTensor.createTensor(environment, LongBuffer.wrap(row.getValue()), shape));
            }
            return run(tensors);
        } catch (OrtException e) {
            throw failed(e);
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    /** {@return the answer to one tensor of some shape} */
    NetworkOutput answer(String input, float[] values, long... shape) {
        try (OnnxTensor tensor = OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape)) {
            return run(Map.of(input, tensor));
        } catch (OrtException e) {
            throw failed(e);
        }
    }

    private NetworkOutput run(Map<String, ? extends OnnxTensorLike> inputs) throws OrtException {
        try (OrtSession.Result result = session.run(inputs, Set.of(output))) {
            OnnxValue value = result.get(0);
            if (!(value instanceof OnnxTensor tensor) || tensor.getFloatBuffer() == null) {
                throw new TrainingException(
                        file + " answers " + output + " as " + value.getInfo() + ", expected a tensor of floats");
            }
            FloatBuffer buffer = tensor.getFloatBuffer();
            float[] values = new float[buffer.remaining()];
            buffer.get(values);
            return new NetworkOutput(tensor.getInfo().getShape(), values);
        }
    }

    private TrainingException failed(OrtException e) {
        return new TrainingException(file + " cannot be run: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw failed(e);
        }
    }
}
