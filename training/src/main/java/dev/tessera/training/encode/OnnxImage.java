package dev.tessera.training.encode;

import dev.tessera.training.TrainingException;
import dev.tessera.training.tensor.NetworkOutput;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** An image network as ONNX, with one input. */
final class OnnxImage implements ImageNetwork {
    static final List<String> OUTPUTS = List.of("image_embeds", "pooler_output", "last_hidden_state");

    private final OnnxSession session;
    private final String input;

    OnnxImage(Path file) {
        this.session = new OnnxSession(file, OUTPUTS);
        Set<String> inputs = session.inputs();
        if (inputs.size() != 1) {
            session.close();
            throw new TrainingException(file + " asks for the inputs " + inputs
                    + ", but an image encoder is given pixel_values alone. Export the image part of the model alone");
        }
        this.input = inputs.iterator().next();
    }

    @Override
    public NetworkOutput answer(float[] planes, int height, int width) {
        return session.answer(input, planes, 1, 3, height, width);
    }

    @Override
    public void close() {
        session.close();
    }
}
