package dev.tessera.training.tensor;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import dev.tessera.training.TrainingException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** A network that PyTorch saved as TorchScript, on the CPU. Thread-safe: one call at a time. */
public final class TorchScript implements AutoCloseable {
    private static final String ENDING = ".pt";

    private final Model model;
    private final Path file;
    private final List<String> outputs;

    private TorchScript(Model model, Path file, List<String> outputs) {
        this.model = model;
        this.file = file;
        this.outputs = outputs;
    }

    /**
     * Loads a network.
     *
     * @param file a name that ends in {@code .pt}
     * @param outputs which output to take where it answers several by name, the best first; else it is the first one
     * @throws TrainingException where the file is not TorchScript
     */
    public static TorchScript load(Path file, List<String> outputs) {
        TensorEngine.loaded();
        String name = String.valueOf(file.getFileName());
        Model model = Model.newInstance(name, Device.cpu(), "PyTorch");
        try {
            model.load(file.toAbsolutePath().getParent(), name.substring(0, name.length() - ENDING.length()));
            return new TorchScript(model, file, List.copyOf(outputs));
        } catch (IOException | MalformedModelException | EngineException e) {
            model.close();
            throw new TrainingException(file + " cannot be loaded as TorchScript: " + firstLine(e), e);
        }
    }

    /**
     * {@return the network's answer to rows of indices, each of shape {@code [1, n]}}
     *
     * @throws TrainingException where the network takes other inputs
     */
    public NetworkOutput answer(long[]... rows) {
        return answer(manager -> {
            var inputs = new NDList();
            for (long[] row : rows) {
                inputs.add(manager.create(row, new Shape(1, row.length)));
            }
            return inputs;
        });
    }

    /**
     * {@return the network's answer to a tensor of some shape}
     *
     * @throws TrainingException where the network takes other inputs
     */
    public NetworkOutput answer(float[] values, long... shape) {
        return answer(manager -> new NDList(manager.create(values, new Shape(shape))));
    }

    private synchronized NetworkOutput answer(Function<NDManager, NDList> inputs) {
        try (NDManager manager = model.getNDManager().newSubManager()) {
            NDList answered =
                    model.getBlock().forward(new ParameterStore(manager, false), inputs.apply(manager), false);
            NDArray chosen = chosen(answered).toType(DataType.FLOAT32, false);
            return new NetworkOutput(chosen.getShape().getShape(), chosen.toFloatArray());
        } catch (EngineException | IllegalArgumentException e) {
            throw new TrainingException(file + " cannot be run: " + firstLine(e), e);
        }
    }

    private NDArray chosen(NDList answered) {
        for (String output : outputs) {
            for (NDArray array : answered) {
                if (output.equals(array.getName())) {
                    return array;
                }
            }
        }
        return answered.head();
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
    }

    @Override
    public synchronized void close() {
        model.close();
    }
}
