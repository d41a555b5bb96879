package dev.tessera.training.encode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tessera.training.TrainingException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * How an image model wants its pictures, as {@code preprocessor_config.json} says: their size, and what is taken off each
 * channel before it is divided.
 *
 * @param mean of red, green and blue, 0 to 1
 * @param deviation of red, green and blue
 */
record PictureSize(int height, int width, List<Float> mean, List<Float> deviation) {
    static final String FILE = "preprocessor_config.json";

    /** CLIP's own. */
    private static final PictureSize STANDARD = new PictureSize(
            224, 224, List.of(0.48145467f, 0.4578275f, 0.40821072f), List.of(0.26862955f, 0.2613026f, 0.2757771f));

    private static final int LARGEST = 2_048;
    private static final JsonMapper JSON = new JsonMapper();

    /** {@return what a folder's file says, CLIP's values where there is none or it does not say} */
    static PictureSize of(ModelFolder folder) {
        if (!folder.has(FILE)) {
            return STANDARD;
        }
        Path file = folder.file(FILE);
        try {
            JsonNode config = JSON.readTree(file.toFile());
            JsonNode size = config.has("crop_size") ? config.get("crop_size") : config.path("size");
            boolean isPlain = !config.path("do_normalize").asBoolean(true);
            return new PictureSize(
                    side(size, "height", file),
                    side(size, "width", file),
                    isPlain ? List.of(0f, 0f, 0f) : channels(config.path("image_mean"), STANDARD.mean, file),
                    isPlain ? List.of(1f, 1f, 1f) : channels(config.path("image_std"), STANDARD.deviation, file));
        } catch (IOException e) {
            throw new TrainingException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static int side(JsonNode size, String name, Path file) {
        if (size.isMissingNode()) {
            return STANDARD.height;
        }
        int side = size.isNumber()
                ? size.asInt()
                : size.path(name).asInt(size.path("shortest_edge").asInt());
        if (side < 1 || side > LARGEST) {
            throw new TrainingException(
                    file + " has the size " + size + ", expected a " + name + " of 1 to " + LARGEST + " pixels");
        }
        return side;
    }

    private static List<Float> channels(JsonNode node, List<Float> standard, Path file) {
        if (node.isMissingNode()) {
            return standard;
        }
        List<Float> channels = node.valueStream().map(JsonNode::floatValue).toList();
        if (channels.size() != 3) {
            throw new TrainingException(file + " has " + node + " for the channels, expected three numbers");
        }
        return channels;
    }

    /** {@return the planes of a picture of this size, normalised in place} */
    float[] normalised(float[] planes) {
        int plane = height * width;
        for (int k = 0; k < planes.length; k++) {
            planes[k] = (planes[k] - mean.get(k / plane)) / deviation.get(k / plane);
        }
        return planes;
    }
}
