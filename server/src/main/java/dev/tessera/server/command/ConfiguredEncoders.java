package dev.tessera.server.command;

import dev.tessera.graphmodel.encode.EncoderChoice;
import dev.tessera.graphmodel.encode.EncoderChoices;
import dev.tessera.graphmodel.encode.ItemText;
import dev.tessera.graphmodel.encode.Picture;
import dev.tessera.server.config.EncoderSetting;
import dev.tessera.server.config.EncoderSettings;
import dev.tessera.training.encode.PretrainedImageEncoder;
import dev.tessera.training.encode.PretrainedTextEncoder;
import org.jspecify.annotations.Nullable;

/** The encoders of the configuration, open: pre-trained ones hold native memory until this is closed. */
final class ConfiguredEncoders implements AutoCloseable {
    private final @Nullable PretrainedTextEncoder text;
    private final @Nullable PretrainedImageEncoder image;
    private final EncoderChoices choices;

    private ConfiguredEncoders(
            EncoderSettings settings, @Nullable PretrainedTextEncoder text, @Nullable PretrainedImageEncoder image) {
        this.text = text;
        this.image = image;
        EncoderChoice<ItemText> ofText = text == null ? own(settings.text()) : new EncoderChoice.Pretrained<>(text);
        EncoderChoice<Picture> ofImage = image == null ? own(settings.image()) : new EncoderChoice.Pretrained<>(image);
        this.choices = new EncoderChoices(ofText, ofImage);
    }

    /**
     * {@return the encoders, pre-trained ones loaded}
     *
     * @throws dev.tessera.training.TrainingException where a model cannot be used, naming its folder and file
     */
    static ConfiguredEncoders open(EncoderSettings settings) {
        PretrainedTextEncoder text = settings.text() instanceof EncoderSetting.Folder folder
                ? PretrainedTextEncoder.open(folder.path())
                : null;
        try {
            PretrainedImageEncoder image = settings.image() instanceof EncoderSetting.Folder folder
                    ? PretrainedImageEncoder.open(folder.path())
                    : null;
            return new ConfiguredEncoders(settings, text, image);
        } catch (RuntimeException e) {
            if (text != null) {
                text.close();
            }
            throw e;
        }
    }

    private static <C> EncoderChoice<C> own(EncoderSetting setting) {
        return setting instanceof EncoderSetting.BuiltIn ? new EncoderChoice.BuiltIn<>() : new EncoderChoice.Off<>();
    }

    EncoderChoices choices() {
        return choices;
    }

    @Override
    public void close() {
        if (text != null) {
            text.close();
        }
        if (image != null) {
            image.close();
        }
    }
}
