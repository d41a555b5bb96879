package dev.tessera.server.config;

import java.util.Set;

/**
 * What makes features where none are given.
 *
 * @param imageHosts from where pictures are fetched that items name by their URL; empty: from nowhere
 */
public record EncoderSettings(EncoderSetting text, EncoderSetting image, Set<String> imageHosts) {
    public EncoderSettings {
        imageHosts = Set.copyOf(imageHosts);
    }

    /** Nothing is fetched. */
    public EncoderSettings(EncoderSetting text, EncoderSetting image) {
        this(text, image, Set.of());
    }

    /** {@return the built-in encoders} */
    public static EncoderSettings standard() {
        return new EncoderSettings(new EncoderSetting.BuiltIn(), new EncoderSetting.BuiltIn());
    }
}
