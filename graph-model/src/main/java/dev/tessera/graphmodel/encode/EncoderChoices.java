package dev.tessera.graphmodel.encode;

import dev.tessera.graphmodel.encode.EncoderChoice.BuiltIn;
import dev.tessera.graphmodel.encode.EncoderChoice.Off;
import dev.tessera.graphmodel.encode.EncoderChoice.Pretrained;
import org.jspecify.annotations.Nullable;

/** What makes features of texts and of pictures. */
public record EncoderChoices(EncoderChoice<ItemText> text, EncoderChoice<Picture> image) {
    /** {@return the built-in encoders} */
    public static EncoderChoices builtIn() {
        return new EncoderChoices(new BuiltIn<>(), new BuiltIn<>());
    }

    /** {@return no encoders: features are those that were given} */
    public static EncoderChoices off() {
        return new EncoderChoices(new Off<>(), new Off<>());
    }

    /** {@return what is to be kept of pictures, so that the chosen encoder can make features of it} */
    public PictureDescriber describer() {
        return switch (image) {
            case BuiltIn<Picture> b -> new PictureStatistics();
            case Off<Picture> o -> new PictureStatistics();
            case Pretrained<Picture> p -> new EncodedDescription(p.encoder());
        };
    }

    /** The features of an encoder that is not fitted anew are all that need be kept. */
    private record EncodedDescription(ContentEncoder<Picture> encoder) implements PictureDescriber {
        @Override
        public String identity() {
            return encoder.fingerprint();
        }

        @Override
        public float @Nullable [] describe(Picture picture) {
            return encoder.encode(picture);
        }
    }
}
