package dev.tessera.graphmodel.ingest;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tessera.graphmodel.domain.DenseMatrix;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.ShortRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyFileTest {
    private static final float[] VALUES = {1, -2, 0.5f, 65504, 0.25f, -0f};
    private static final int[] HALVES = {0x3C00, 0xC000, 0x3800, 0x7BFF, 0x3400, 0x8000};

    @TempDir
    Path folder;

    private DenseMatrix read(byte[] bytes) throws IOException, FileFaultException {
        return NpyFile.read(Files.write(folder.resolve("text_feat.npy"), bytes));
    }

    private FileFault fault(byte[] bytes) {
        return catchThrowableOfType(FileFaultException.class, () -> read(bytes)).fault();
    }

    private static byte[] data(String descr, ByteOrder order) {
        return switch (descr.charAt(2)) {
            case '2' -> NpyBytes.halves(order, HALVES);
            case '4' -> NpyBytes.singles(order, VALUES);
            default -> NpyBytes.doubles(order, 1, -2, 0.5, 65504, 0.25, -0.0);
        };
    }

    @Test
    void the_same_values_come_from_every_version_width_and_byte_order() throws Exception {
        for (String descr : new String[] {"<f2", "<f4", "<f8", ">f2", ">f4", ">f8"}) {
            byte[] data = data(descr, descr.startsWith(">") ? BIG_ENDIAN : LITTLE_ENDIAN);
            for (int version = 1; version <= 3; version++) {
                assertThat(read(NpyBytes.file(version, descr, false, "(2, 3)", data)))
                        .as("%s in version %d", descr, version)
                        .isEqualTo(new DenseMatrix(2, 3, VALUES));
            }
        }
    }

    @Test
    void fortran_order_is_turned_into_rows() throws Exception {
        byte[] columnByColumn = NpyBytes.singles(LITTLE_ENDIAN, 1, 4, 2, 5, 3, 6);
        assertThat(read(NpyBytes.file(1, "<f4", true, "(2, 3)", columnByColumn)))
                .isEqualTo(new DenseMatrix(2, 3, new float[] {1, 2, 3, 4, 5, 6}));
    }

    @Test
    void halves_may_be_subnormal_infinite_or_not_a_number() throws Exception {
        byte[] data = NpyBytes.halves(LITTLE_ENDIAN, 0x0001, 0x03FF, 0x8001, 0x7C00, 0xFC00, 0x7E00);
        assertThat(read(NpyBytes.file(1, "<f2", false, "(1, 6)", data)).values())
                .containsExactly(
                        0x1p-24f,
                        1023 * 0x1p-24f,
                        -0x1p-24f,
                        Float.POSITIVE_INFINITY,
                        Float.NEGATIVE_INFINITY,
                        Float.NaN);
    }

    @Test
    void a_file_longer_than_one_chunk_is_read_whole() throws Exception {
        float[] values = new float[300_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        byte[] doubles = NpyBytes.doubles(
                LITTLE_ENDIAN, IntStream.range(0, 300_000).asDoubleStream().toArray());
        assertThat(read(NpyBytes.file(2, "<f8", false, "(1000, 300)", doubles)))
                .isEqualTo(new DenseMatrix(1000, 300, values));
    }

    /** The value of a half by its definition: sign, exponent and fraction. */
    private static double half(int bits) {
        int exponent = bits >> 10 & 31;
        int fraction = bits & 1023;
        double magnitude = exponent == 0 ? fraction * 0x1p-24 : (1024 + fraction) * Math.pow(2, exponent - 25);
        return (bits & 0x8000) == 0 ? magnitude : -magnitude;
    }

    @Property(tries = 300)
    void a_finite_half_has_the_value_of_its_definition(@ForAll @ShortRange(max = 0x7BFF) short bits) throws Exception {
        Path file = Files.createTempFile("halves", ".npy");
        byte[] data = NpyBytes.halves(LITTLE_ENDIAN, bits, bits | 0x8000);
        Files.write(file, NpyBytes.file(1, "<f2", false, "(2, 1)", data));
        float[] read = NpyFile.read(file).values();
        Files.delete(file);
        assertThat((double) read[0]).isEqualTo(half(bits));
        assertThat((double) read[1]).isEqualTo(-half(bits));
    }

    @Test
    void a_file_that_is_not_npy_is_refused() {
        assertThat(fault("PK zip file".getBytes(UTF_8)).reason()).contains("is not a npy file");
        assertThat(fault(new byte[0]).reason()).isEqualTo("is empty");
        assertThat(fault(new byte[0]).file()).isEqualTo(folder.resolve("text_feat.npy"));
    }

    @Test
    void a_file_cut_anywhere_is_refused() {
        byte[] whole = NpyBytes.floats(2, 3, VALUES);
        for (int length = 0; length < whole.length; length++) {
            assertThat(fault(Arrays.copyOf(whole, length)).reason())
                    .as("%d bytes", length)
                    .isNotBlank();
        }
        assertThat(fault(Arrays.copyOf(whole, whole.length - 1)).reason())
                .contains("is truncated: 2 x 3 numbers of 4 bytes")
                .contains("take " + whole.length + " bytes, found " + (whole.length - 1));
        assertThat(fault(Arrays.copyOf(whole, whole.length + 1)).reason()).contains("is too long");
    }

    @Test
    void another_type_or_shape_is_refused_and_named() {
        assertThat(fault(NpyBytes.file(1, "<i8", false, "(2, 3)", new byte[48])).reason())
                .contains("dtype '<i8'");
        assertThat(fault(NpyBytes.file(1, "<f4", false, "(6,)", new byte[24])).reason())
                .contains("shape (6,), expected (items, width)");
        assertThat(fault(NpyBytes.file(1, "<f4", false, "(1, 2, 3)", new byte[24]))
                        .reason())
                .contains("shape (1, 2, 3)");
        assertThat(fault(NpyBytes.file(1, "<f4", false, "(0, 3)", new byte[0])).reason())
                .contains("shape (0, 3)");
        assertThat(fault(NpyBytes.file(1, "<f4", false, "(999999999, 999999999)", new byte[0]))
                        .reason())
                .contains("fewer than 2^31");
        assertThat(fault(NpyBytes.file(9, "<f4", false, "(2, 3)", new byte[24])).reason())
                .contains("version 9");
    }
}
