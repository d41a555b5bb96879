package dev.tessera.graphmodel.encode;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is kept of an item's picture. */
public final class PictureDescription {
    private final String sha256;
    private final float @Nullable [] values;
    private final String by;

    private PictureDescription(String sha256, float @Nullable [] values, String by) {
        this.sha256 = sha256;
        this.values = values;
        this.by = by;
    }

    /**
     * {@return the description of the picture in a file's bytes}
     *
     * @throws PictureException where they are no picture, or one that is too large
     */
    public static PictureDescription of(byte[] bytes, PictureDescriber describer) {
        return of(bytes, Picture.decode(bytes), describer);
    }

    static PictureDescription of(byte[] bytes, Picture picture, PictureDescriber describer) {
        return new PictureDescription(FittedBytes.sha256(bytes), describer.describe(picture), describer.identity());
    }

    /** {@return the checksum by which a picture is known again} */
    public static String checksum(byte[] bytes) {
        return FittedBytes.sha256(bytes);
    }

    float @Nullable [] values() {
        return values;
    }

    String by() {
        return by;
    }

    /** {@return what to store on the item} */
    public Map<String, @Nullable Object> properties() {
        Map<String, @Nullable Object> properties = new HashMap<>();
        properties.put("imageSha256", sha256);
        properties.put("imageDescription", values);
        properties.put("imageDescribedBy", by);
        return properties;
    }
}
