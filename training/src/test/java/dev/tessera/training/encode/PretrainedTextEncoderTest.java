package dev.tessera.training.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tessera.graphmodel.encode.ItemText;
import dev.tessera.training.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PretrainedTextEncoderTest {
    /** Rows of [PAD], [UNK], [CLS], [SEP], red, blue, cup. */
    private static final float[][] TABLE = {{9, 9, 9}, {0, 0, 1}, {0, 0, 0}, {0, 0, 0}, {3, 0, 0}, {0, 3, 0}, {3, 4, 0}
    };

    @TempDir
    private Path folder;

    @BeforeEach
    void writeTokenizer() throws IOException {
        TinyTokenizer.write(folder, "red", "blue", "cup");
    }

    private void onnx(byte[] model) throws IOException {
        Files.write(folder.resolve("model.onnx"), model);
    }

    private static ItemText title(String title) {
        return new ItemText(title, null, List.of(), null);
    }

    private float[] encoded(String title) {
        try (var encoder = PretrainedTextEncoder.open(folder)) {
            return encoder.encode(title(title));
        }
    }

    @Test
    void an_onnx_models_last_layer_is_averaged_over_the_tokens_and_brought_to_length_one() throws IOException {
        onnx(TinyOnnx.lookup(TABLE, "last_hidden_state"));
        assertThat(encoded("Red cup")).containsExactly(new float[] {6 / 7.2111f, 4 / 7.2111f, 0}, within(1e-4f));
        assertThat(encoded("blue")).containsExactly(new float[] {0, 1, 0}, within(1e-6f));
    }

    @Test
    void all_that_an_item_says_is_one_text() throws IOException {
        onnx(TinyOnnx.lookup(TABLE, "last_hidden_state"));
        try (var encoder = PretrainedTextEncoder.open(folder)) {
            assertThat(encoder.width()).isEqualTo(3);
            assertThat(encoder.encode(new ItemText("cup", "blue", List.of("red"), "red")))
                    .isEqualTo(encoder.encode(title("cup red red blue")));
            assertThat(encoder.encode(new ItemText(null, " ", List.of(), null))).isNull();
        }
    }

    @Test
    void torchscript_of_two_and_of_three_inputs_answers_the_same() throws IOException {
        Path model = folder.resolve("model.pt");
        TinyTorchScript.write(model, TinyTorchScript.WAVES);
        float[] two = encoded("red cup");
        double sine = Math.sin(2) + Math.sin(4) + Math.sin(6) + Math.sin(3);
        double cosine = Math.cos(2) + Math.cos(4) + Math.cos(6) + Math.cos(3);
        double length = Math.hypot(sine, cosine);
        assertThat(two)
                .containsExactly(new float[] {(float) (sine / length), (float) (cosine / length)}, within(1e-5f));

        TinyTorchScript.write(model, TinyTorchScript.WAVES_OF_TYPES);
        assertThat(encoded("red cup")).containsExactly(two, within(1e-6f));
    }

    @Test
    void the_fingerprint_is_that_of_the_model_and_its_tokenizer() throws IOException {
        onnx(TinyOnnx.lookup(TABLE, "last_hidden_state"));
        String first = fingerprint();
        assertThat(fingerprint()).isEqualTo(first).startsWith("pre-trained/text/");
        TinyTokenizer.write(folder, "red", "blue", "pot");
        String second = fingerprint();
        TABLE[6][1] = 5;
        onnx(TinyOnnx.lookup(TABLE, "last_hidden_state"));
        TABLE[6][1] = 4;
        assertThat(List.of(first, second, fingerprint())).doesNotHaveDuplicates();
    }

    private String fingerprint() {
        try (var encoder = PretrainedTextEncoder.open(folder)) {
            return encoder.fingerprint();
        }
    }

    @Test
    void many_threads_get_what_one_gets() throws IOException {
        onnx(TinyOnnx.lookup(TABLE, "last_hidden_state"));
        try (var encoder = PretrainedTextEncoder.open(folder)) {
            float[] alone = encoder.encode(title("red blue cup"));
            assertThat(IntStream.range(0, 200).parallel().mapToObj(k -> encoder.encode(title("red blue cup"))))
                    .allSatisfy(feature -> assertThat(feature).isEqualTo(alone));
        }
    }

    @Test
    void what_is_missing_is_named_with_its_folder() throws IOException {
        assertThatThrownBy(this::fingerprint)
                .isInstanceOf(TrainingException.class)
                .hasMessageStartingWith("the encoder's folder " + folder + " has no model.onnx and no model.pt");
        onnx(TinyOnnx.lookup(TABLE, "last_hidden_state"));
        Files.delete(folder.resolve("tokenizer.json"));
        assertThatThrownBy(this::fingerprint)
                .isInstanceOf(TrainingException.class)
                .hasMessage("the encoder's folder " + folder + " has no tokenizer.json. Copy it from the model");
    }

    @Test
    void files_that_are_something_else_are_named() throws IOException {
        Path model = Files.writeString(folder.resolve("model.pt"), "not a model");
        assertThatThrownBy(this::fingerprint)
                .isInstanceOf(TrainingException.class)
                .hasMessageStartingWith(model + " cannot be loaded as TorchScript");
        Path onnx = Files.writeString(folder.resolve("model.onnx"), "not a model");
        assertThatThrownBy(this::fingerprint)
                .isInstanceOf(TrainingException.class)
                .hasMessageStartingWith(onnx + " cannot be loaded as ONNX");
        Path tokenizer = Files.writeString(folder.resolve("tokenizer.json"), "{}");
        assertThatThrownBy(this::fingerprint)
                .isInstanceOf(TrainingException.class)
                .hasMessageStartingWith(tokenizer + " cannot be loaded as a tokenizer");
    }

    @Test
    void an_image_model_in_the_place_of_a_text_model_says_which_inputs_it_wants() throws IOException {
        onnx(TinyOnnx.channelMeans("image_embeds"));
        assertThatThrownBy(this::fingerprint)
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("asks for the inputs [pixel_values], but a text encoder is given input_ids");
        Files.delete(folder.resolve("model.onnx"));
        Path model = TinyTorchScript.write(folder.resolve("model.pt"), TinyTorchScript.CHANNEL_MEANS);
        assertThatThrownBy(this::fingerprint)
                .isInstanceOf(TrainingException.class)
                .hasMessageStartingWith(model + " cannot be run: ");
    }
}
