package dev.tessera.graphmodel.encode;

import dev.tessera.graphmodel.domain.Modality;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The encoders that the features of a codebook were made by, so that a new item's features agree with those of the old ones.
 * A modality whose features were given has none: they cannot be compared with what an encoder would make. Immutable,
 * thread-safe.
 */
public final class Encoders {
    private final @Nullable ContentEncoder<ItemText> text;
    private final @Nullable ContentEncoder<Picture> image;
    private final PictureDescriber describer;
    private final Map<Modality, String> missing;

    /**
     * Puts encoders together.
     *
     * @param describer what is kept of pictures
     * @param missing by modality: why the encoder that made the codebook's features is not here
     */
    Encoders(
            @Nullable ContentEncoder<ItemText> text,
            @Nullable ContentEncoder<Picture> image,
            PictureDescriber describer,
            Map<Modality, String> missing) {
        Map<Modality, String> ordered = new EnumMap<>(Modality.class);
        ordered.putAll(missing);
        this.text = text;
        this.image = image;
        this.describer = describer;
        this.missing = Collections.unmodifiableMap(ordered);
    }

    /** {@return by modality: why features cannot be made of new items until the next {@code tokenize}, in one sentence} */
    public Map<Modality, String> missing() {
        return missing;
    }

    /** {@return no encoders; pictures are kept as the configured one needs them} */
    public static Encoders none(EncoderChoices configured) {
        return new Encoders(null, null, configured.describer(), Map.of());
    }

    /** {@return what is kept of pictures} */
    public PictureDescriber describer() {
        return describer;
    }

    /** {@return whether the codebook's features of a modality are made by an encoder that is here} */
    public boolean encodes(Modality modality) {
        return switch (modality) {
            case TEXT -> text != null;
            case IMAGE -> image != null;
            case AUDIO -> false;
        };
    }

    /** {@return the feature; null where the text says nothing, or no text encoder made the codebook's features} */
    public @Nullable EncodedFeature text(ItemText content) {
        float[] values = text == null ? null : text.encode(content);
        return text == null || values == null ? null : new EncodedFeature(Modality.TEXT, values, text.fingerprint());
    }

    /** {@return the feature of a picture of which only the description was kept, or null where it was kept for another encoder} */
    @Nullable
    EncodedFeature imageOf(float[] description, String describedBy) {
        return switch (image) {
            case ImageEncoder builtIn
            when describedBy.equals(new PictureStatistics().identity()) ->
                new EncodedFeature(Modality.IMAGE, builtIn.project(description), builtIn.fingerprint());
            case ContentEncoder<Picture> other
            when describedBy.equals(other.fingerprint()) ->
                new EncodedFeature(Modality.IMAGE, description, describedBy);
            case null, default -> null;
        };
    }

    /**
     * {@return the picture in a file's bytes, encoded}
     *
     * @throws PictureException where they are no PNG, JPEG, GIF or BMP, or too large
     */
    public EncodedPicture image(byte[] bytes) {
        Picture picture = Picture.decode(bytes);
        var description = PictureDescription.of(bytes, picture, describer);
        if (image == null) {
            return new EncodedPicture(description, null);
        }
        boolean isSame = image.fingerprint().equals(description.by());
        float[] values = isSame ? description.values() : image.encode(picture);
        return new EncodedPicture(
                description, values == null ? null : new EncodedFeature(Modality.IMAGE, values, image.fingerprint()));
    }

    /** {@return whether a picture was encoded by these encoders, and not by those of another codebook} */
    public boolean made(EncodedPicture picture) {
        String by = picture.feature() == null ? null : picture.feature().by();
        return Objects.equals(by, image == null ? null : image.fingerprint());
    }

    /** {@return what to store on the codebook, from which {@link EncoderReader} makes these again} */
    public Map<String, Object> properties() {
        Map<String, Object> properties = new HashMap<>();
        if (text != null) {
            properties.put("textEncodedBy", text.fingerprint());
        }
        if (text instanceof TextEncoder builtIn) {
            properties.put("textEncoder", builtIn.packed());
        }
        if (image != null) {
            properties.put("imageEncodedBy", image.fingerprint());
        }
        if (image instanceof ImageEncoder builtIn) {
            properties.put("imageEncoder", builtIn.packed());
        }
        return properties;
    }
}
