package dev.tessera.server.config;

import java.nio.file.Path;

/** What makes features of texts, or of pictures, where none are given. */
public sealed interface EncoderSetting {
    /** An encoder fitted on the catalogue. */
    record BuiltIn() implements EncoderSetting {}

    /** Nothing does. */
    record Off() implements EncoderSetting {}

    /** A pre-trained model on this machine. */
    record Folder(Path path) implements EncoderSetting {}
}
