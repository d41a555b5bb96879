package dev.tessera.training.encode;

import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.encode.ContentEncoder;
import dev.tessera.graphmodel.encode.Picture;
import dev.tessera.training.TrainingException;
import java.nio.file.Path;
import java.util.List;

/**
 * A CLIP-like image model from a local folder: {@code model.onnx} or {@code model.pt}, and where it is not like CLIP's, {@code
 * preprocessor_config.json}. It sees the largest square in the middle of a picture, reduced by averaging, not by the bicubic
 * filter that such models mostly learned with. The feature is the model's embedding, of length 1. Thread-safe.
 */
public final class PretrainedImageEncoder implements ContentEncoder<Picture>, AutoCloseable {
    private static final long[] ALL = {};

    private final ImageNetwork network;
    private final PictureSize size;
    private final Path model;
    private final String fingerprint;
    private final int width;

    private PretrainedImageEncoder(ModelFolder folder, PictureSize size, ImageNetwork network) {
        this.network = network;
        this.size = size;
        this.model = folder.model();
        this.fingerprint = folder.fingerprint("image", List.of(PictureSize.FILE));
        this.width = encode(new float[3 * size.height() * size.width()]).length;
    }

    /**
     * Loads a model and tries it.
     *
     * @throws TrainingException where a file is missing or the model takes or answers something else; it names the file
     */
    public static PretrainedImageEncoder open(Path path) {
        var folder = new ModelFolder(path);
        Path model = folder.model();
        PictureSize size = PictureSize.of(folder);
        ImageNetwork network = folder.isOnnx() ? new OnnxImage(model) : new TorchImage(model);
        try {
            return new PretrainedImageEncoder(folder, size, network);
        } catch (TrainingException e) {
            network.close();
            throw e;
        }
    }

    @Override
    public Modality modality() {
        return Modality.IMAGE;
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
    public float[] encode(Picture picture) {
        Picture seen = size.height() == size.width() ? picture.centre() : picture;
        return encode(size.normalised(seen.planes(size.width(), size.height())));
    }

    private float[] encode(float[] planes) {
        return UnitVector.of(network.answer(planes, size.height(), size.width()), ALL, model);
    }

    @Override
    public void close() {
        network.close();
    }
}
