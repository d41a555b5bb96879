package dev.tessera.training.encode;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.encode.ContentEncoder;
import dev.tessera.graphmodel.encode.ItemText;
import dev.tessera.training.TrainingException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A sentence-transformer-like model from a local folder: {@code tokenizer.json} and {@code model.onnx} or {@code model.pt}. The
 * feature is the model's sentence embedding, or the mean of its last layer over the text's tokens, of length 1. A text is the
 * title, brand, categories and description, one below the other, cut after {@value #LONGEST} tokens. Thread-safe.
 */
public final class PretrainedTextEncoder implements ContentEncoder<ItemText>, AutoCloseable {
    private static final String TOKENIZER = "tokenizer.json";
    private static final int LONGEST = 256;

    private final HuggingFaceTokenizer tokenizer;
    private final TextNetwork network;
    private final Path model;
    private final String fingerprint;
    private final int width;

    private PretrainedTextEncoder(ModelFolder folder, HuggingFaceTokenizer tokenizer, TextNetwork network) {
        this.tokenizer = tokenizer;
        this.network = network;
        this.model = folder.model();
        this.fingerprint = folder.fingerprint("text", List.of(TOKENIZER));
        this.width = encode("a").length;
    }

    /**
     * Loads a model and tries it.
     *
     * @throws TrainingException where a file is missing or the model takes or answers something else; it names the file
     */
    public static PretrainedTextEncoder open(Path path) {
        var folder = new ModelFolder(path);
        Path model = folder.model();
        HuggingFaceTokenizer tokenizer = tokenizer(folder.require(TOKENIZER));
        TextNetwork network = null;
        try {
            network = folder.isOnnx() ? new OnnxText(model) : new TorchText(model);
            return new PretrainedTextEncoder(folder, tokenizer, network);
        } catch (TrainingException e) {
            tokenizer.close();
            if (network != null) {
                network.close();
            }
            throw e;
        }
    }

    @SuppressWarnings("IllegalCatch") // the tokeniser's native part throws bare runtime exceptions
    private static HuggingFaceTokenizer tokenizer(Path file) {
        var options = Map.of("truncation", "true", "maxLength", Integer.toString(LONGEST), "padding", "false");
        try {
            return HuggingFaceTokenizer.newInstance(file, options);
        } catch (IOException | RuntimeException e) {
            throw new TrainingException(file + " cannot be loaded as a tokenizer: " + e.getMessage(), e);
        }
    }

    @Override
    public Modality modality() {
        return Modality.TEXT;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public float @Nullable [] encode(ItemText content) {
        String text = content.joined();
        return text.isEmpty() ? null : encode(text);
    }

    private float[] encode(String text) {
        Encoding encoding = tokenizer.encode(text);
        long[] mask = encoding.getAttentionMask();
        return UnitVector.of(network.answer(encoding.getIds(), mask, encoding.getTypeIds()), mask, model);
    }

    @Override
    public void close() {
        network.close();
        tokenizer.close();
    }
}
