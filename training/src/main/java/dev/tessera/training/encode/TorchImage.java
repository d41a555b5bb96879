package dev.tessera.training.encode;

import dev.tessera.training.tensor.NetworkOutput;
import dev.tessera.training.tensor.TorchScript;
import java.nio.file.Path;

/** An image network as TorchScript. */
final class TorchImage implements ImageNetwork {
    private final TorchScript script;

    TorchImage(Path file) {
        this.script = TorchScript.load(file, OnnxImage.OUTPUTS);
    }

    @Override
    public NetworkOutput answer(float[] planes, int height, int width) {
        return script.answer(planes, 1, 3, height, width);
    }

    @Override
    public void close() {
        script.close();
    }
}
