package dev.tessera.server.config;

/** What makes features where none are given. */
public record EncoderSettings(EncoderSetting text, EncoderSetting image) {
    /** {@return the built-in encoders} */
    public static EncoderSettings standard() {
        return new EncoderSettings(new EncoderSetting.BuiltIn(), new EncoderSetting.BuiltIn());
    }
}
