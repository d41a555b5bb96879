package dev.tessera.training.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tessera.graphmodel.domain.DenseMatrix;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
    @TempDir
    Path folder;

    private Path written() throws IOException {
        Path file = folder.resolve("a.safetensors");
        new Safetensors()
                .put("form", "factorised")
                .putStrings("items", List.of("a\"b", "\u00fc,"))
                .put("table", new DenseMatrix(2, 3, new float[] {1, -0f, Float.MIN_VALUE, Float.NaN, 0.1f, -7}))
                .put("nothing", new int[0])
                .put("rows", new int[] {1, -1, Integer.MAX_VALUE})
                .write(file);
        return file;
    }

    @Test
    void what_was_written_is_read_back_to_the_bit() throws IOException {
        Safetensors read = Safetensors.read(written());

        assertThat(read.text("form")).isEqualTo("factorised");
        assertThat(read.strings("items")).containsExactly("a\"b", "\u00fc,");
        assertThat(read.matrix("table"))
                .isEqualTo(new DenseMatrix(2, 3, new float[] {1, -0f, Float.MIN_VALUE, Float.NaN, 0.1f, -7}))
                .isNotEqualTo(new DenseMatrix(2, 3, new float[] {1, 0f, Float.MIN_VALUE, Float.NaN, 0.1f, -7}));
        assertThat(read.integers("nothing")).isEmpty();
        assertThat(read.integers("rows")).containsExactly(1, -1, Integer.MAX_VALUE);
        assertThat(read.has("table")).isTrue();
        assertThat(read.has("other")).isFalse();
        assertThatThrownBy(() -> read.matrix("other")).hasMessage("it has nothing named other");
    }

    @Test
    void the_file_is_as_the_format_wants_it() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(written())).order(ByteOrder.LITTLE_ENDIAN);
        byte[] header = new byte[(int) bytes.getLong()];
        bytes.get(header);

        assertThat(new ObjectMapper().readTree(header)).isEqualTo(new ObjectMapper().readTree("""
                        {"__metadata__": {"form": "factorised", "items": "[\\"a\\\\\\"b\\",\\"\u00fc,\\"]"},
                         "table": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]},
                         "nothing": {"dtype": "I32", "shape": [0], "data_offsets": [24, 24]},
                         "rows": {"dtype": "I32", "shape": [3], "data_offsets": [24, 36]}}"""));
        assertThat(new String(header, UTF_8)).startsWith("{");
        assertThat(header.length % 8).as("numbers begin at a multiple of eight").isZero();
        assertThat(bytes.remaining()).isEqualTo(36);
        assertThat(bytes.getFloat()).isEqualTo(1f);
        assertThat(bytes.getInt()).isEqualTo(0x80000000);
        assertThat(bytes.getInt(bytes.capacity() - 8)).isEqualTo(-1);
    }

    /** Longer than what is read at a time, and than the texts that Jackson reads unless it is told otherwise. */
    @Test
    void long_arrays_and_many_ids_are_read_back() throws IOException {
        float[] values = new float[600_001];
        int[] rows = new int[values.length];
        for (int k = 0; k < values.length; k++) {
            values[k] = k;
            rows[k] = -k;
        }
        List<String> ids = IntStream.range(0, values.length)
                .mapToObj("a55ed000-1111-2222-3333-%012d"::formatted)
                .toList();
        Path file = folder.resolve("long.safetensors");
        new Safetensors()
                .putStrings("items", ids)
                .put("table", new DenseMatrix(values.length, 1, values))
                .put("rows", rows)
                .write(file);

        Safetensors read = Safetensors.read(file);
        assertThat(read.strings("items")).isEqualTo(ids);
        assertThat(read.matrix("table").values()).isEqualTo(values);
        assertThat(read.integers("rows")).isEqualTo(rows);
    }

    @Test
    void a_file_cut_short_is_refused() throws IOException {
        Path file = written();
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Safetensors.read(file))
                    .as("%s of %s bytes", length, whole.length)
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void numbers_of_another_type_are_refused_and_not_misread() throws IOException {
        Path file = written();
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).replace("F32", "F64");
        Files.write(file, text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(IOException.class)
                .hasMessage(file + " has table of type F64; F32 and I32 can be read");
    }
}
