package dev.tessera.training.encode;

import dev.tessera.training.TrainingException;
import dev.tessera.training.tensor.NetworkOutput;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A text network as ONNX; it is given those inputs that it asks for by name. */
final class OnnxText implements TextNetwork {
    static final List<String> OUTPUTS =
            List.of("sentence_embedding", "text_embeds", "last_hidden_state", "token_embeddings");

    private static final Set<String> INPUTS = Set.of("input_ids", "attention_mask", "token_type_ids");

    private final OnnxSession session;

    OnnxText(Path file) {
        this.session = new OnnxSession(file, OUTPUTS);
        if (!INPUTS.containsAll(session.inputs()) || !session.inputs().contains("input_ids")) {
            Set<String> asked = session.inputs();
            session.close();
            throw new TrainingException(file + " asks for the inputs " + asked
                    + ", but a text encoder is given input_ids, attention_mask and token_type_ids. Export the text part"
                    + " of the model alone");
        }
    }

    @Override
    public NetworkOutput answer(long[] ids, long[] mask, long[] types) {
        Map<String, long[]> rows =
                new HashMap<>(Map.of("input_ids", ids, "attention_mask", mask, "token_type_ids", types));
        rows.keySet().retainAll(session.inputs());
        return session.answer(rows);
    }

    @Override
    public void close() {
        session.close();
    }
}
