package dev.tessera.training.encode;

import dev.tessera.training.TrainingException;
import dev.tessera.training.tensor.NetworkOutput;
import dev.tessera.training.tensor.TorchScript;
import java.nio.file.Path;

/**
 * A text network as TorchScript, whose inputs have no names that can be asked for: it is given the tokens' numbers and the
 * mask, and where it does not take these two, the tokens' types too.
 */
final class TorchText implements TextNetwork {
    private static final long[] PROBE = {0, 0};
    private static final long[] COUNTED = {1, 1};

    private final TorchScript script;
    private final boolean takesTypes;

    TorchText(Path file) {
        this.script = TorchScript.load(file, OnnxText.OUTPUTS);
        this.takesTypes = takesTypes(script);
    }

    private static boolean takesTypes(TorchScript script) {
        try {
            script.answer(PROBE, COUNTED);
            return false;
        } catch (TrainingException e) {
            return true; // running it tells, where it does not take three either
        }
    }

    @Override
    public NetworkOutput answer(long[] ids, long[] mask, long[] types) {
        return takesTypes ? script.answer(ids, mask, types) : script.answer(ids, mask);
    }

    @Override
    public void close() {
        script.close();
    }
}
