package dev.tessera.training.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tessera.graphmodel.encode.Picture;
import dev.tessera.graphmodel.fixture.Pictures;
import dev.tessera.training.TrainingException;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PretrainedImageEncoderTest {
    private static final String PLAIN = "{\"do_normalize\": false, \"crop_size\": {\"height\": 8, \"width\": 8}}";

    @TempDir
    private Path folder;

    private void onnx() throws IOException {
        Files.write(folder.resolve("model.onnx"), TinyOnnx.channelMeans("image_embeds"));
    }

    private void config(String json) throws IOException {
        Files.writeString(folder.resolve("preprocessor_config.json"), json);
    }

    private float[] encoded(Color colour) {
        byte[] bytes = Pictures.png(Pictures.stripes(colour, colour, 5, true));
        try (var encoder = PretrainedImageEncoder.open(folder)) {
            assertThat(encoder.width()).isEqualTo(3);
            return encoder.encode(Picture.decode(bytes));
        }
    }

    private static float[] unit(double red, double green, double blue) {
        double length = Math.sqrt(red * red + green * green + blue * blue);
        return new float[] {(float) (red / length), (float) (green / length), (float) (blue / length)};
    }

    @Test
    void an_onnx_model_sees_red_green_and_blue_in_this_order() throws IOException {
        onnx();
        config(PLAIN);
        assertThat(encoded(new Color(255, 102, 51))).containsExactly(unit(1, 0.4, 0.2), within(1e-5f));
    }

    @Test
    void without_a_configuration_channels_are_normalised_as_clip_does() throws IOException {
        onnx();
        double red = (1 - 0.48145466) / 0.26862954;
        double green = (0.4 - 0.4578275) / 0.26130258;
        double blue = (0.2 - 0.40821073) / 0.27577711;
        assertThat(encoded(new Color(255, 102, 51))).containsExactly(unit(red, green, blue), within(1e-4f));
    }

    @Test
    void torchscript_answers_as_onnx_does() throws IOException {
        TinyTorchScript.write(folder.resolve("model.pt"), TinyTorchScript.CHANNEL_MEANS);
        config("{\"size\": {\"shortest_edge\": 16}, \"image_mean\": [0.5, 0.5, 0.5], \"image_std\": [0.5, 0.25, 0.5]}");
        assertThat(encoded(new Color(255, 255, 0))).containsExactly(unit(1, 2, -1), within(1e-5f));
    }

    @Test
    void the_fingerprint_changes_with_the_model_and_with_how_pictures_are_prepared() throws IOException {
        onnx();
        config(PLAIN);
        String first = fingerprint();
        assertThat(fingerprint()).isEqualTo(first).startsWith("pre-trained/image/");
        config("{\"do_normalize\": true, \"size\": 8}");
        assertThat(fingerprint()).isNotEqualTo(first);
    }

    private String fingerprint() {
        try (var encoder = PretrainedImageEncoder.open(folder)) {
            return encoder.fingerprint();
        }
    }

    @Test
    void a_configuration_that_makes_no_sense_is_named() throws IOException {
        onnx();
        config("{\"size\": {\"height\": 0}}");
        assertThatThrownBy(this::fingerprint)
                .isInstanceOf(TrainingException.class)
                .hasMessageStartingWith(folder.resolve("preprocessor_config.json") + " has the size {\"height\":0}");
        config("{\"image_mean\": [1]}");
        assertThatThrownBy(this::fingerprint).hasMessageContaining("expected three numbers");
        config("nonsense");
        assertThatThrownBy(this::fingerprint).hasMessageContaining("preprocessor_config.json cannot be read");
    }

    @Test
    void a_text_model_in_the_place_of_an_image_model_says_which_inputs_it_wants() throws IOException {
        Files.write(folder.resolve("model.onnx"), TinyOnnx.lookup(new float[][] {{1}}, "last_hidden_state"));
        assertThatThrownBy(this::fingerprint)
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("asks for the inputs [attention_mask, input_ids]");
    }
}
