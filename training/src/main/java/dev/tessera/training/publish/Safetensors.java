package dev.tessera.training.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.file.Durable;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file in the safetensors format: named arrays of F32 or I32 and a map of strings. Read whole; written in the order in
 * which the arrays were added.
 */
final class Safetensors {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String METADATA = "__metadata__";

    private final Map<String, DenseMatrix> matrices = new LinkedHashMap<>();
    private final Map<String, int[]> integers = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    Safetensors put(String name, DenseMatrix matrix) {
        matrices.put(name, matrix);
        return this;
    }

    Safetensors put(String name, int[] values) {
        integers.put(name, values);
        return this;
    }

    Safetensors put(String key, String value) {
        metadata.put(key, value);
        return this;
    }

    Safetensors putStrings(String key, List<String> values) throws IOException {
        return put(key, JSON.writeValueAsString(values));
    }

    boolean has(String name) {
        return matrices.containsKey(name) || integers.containsKey(name) || metadata.containsKey(name);
    }

    DenseMatrix matrix(String name) throws IOException {
        return found(matrices.get(name), name);
    }

    int[] integers(String name) throws IOException {
        return found(integers.get(name), name);
    }

    String text(String name) throws IOException {
        return found(metadata.get(name), name);
    }

    List<String> strings(String name) throws IOException {
        return JSON.readValue(text(name), new TypeReference<List<String>>() {});
    }

    private static <T> T found(@org.jspecify.annotations.Nullable T value, String name) throws IOException {
        if (value == null) {
            throw new IOException("it has nothing named " + name);
        }
        return value;
    }

    /** Writes the file and forces it to the disk. */
    void write(Path file) throws IOException {
        ObjectNode header = JSON.createObjectNode();
        ObjectNode texts = header.putObject(METADATA);
        metadata.forEach(texts::put);
        long offset = 0;
        for (Map.Entry<String, DenseMatrix> entry : matrices.entrySet()) {
            DenseMatrix m = entry.getValue();
            offset = describe(header, entry.getKey(), "F32", offset, m.rows(), m.columns());
        }
        for (Map.Entry<String, int[]> entry : integers.entrySet()) {
            offset = describe(header, entry.getKey(), "I32", offset, entry.getValue().length);
        }
        byte[] head = padded(JSON.writeValueAsBytes(header));
        try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16))) {
            out.writeLong(Long.reverseBytes(head.length));
            out.write(head);
            for (DenseMatrix matrix : matrices.values()) {
                writeInts(out, floatBits(matrix.values()));
            }
            for (int[] values : integers.values()) {
                writeInts(out, values);
            }
        }
        Durable.force(file);
    }

    /** Spaces at the header's end, so that the numbers begin at a multiple of eight, as other readers like them to. */
    private static byte[] padded(byte[] header) {
        byte[] padded = Arrays.copyOf(header, Math.ceilDiv(header.length, 8) * 8);
        Arrays.fill(padded, header.length, padded.length, (byte) ' ');
        return padded;
    }

    private static int[] floatBits(float[] values) {
        int[] bits = new int[values.length];
        for (int k = 0; k < bits.length; k++) {
            bits[k] = Float.floatToRawIntBits(values[k]);
        }
        return bits;
    }

    private static void writeInts(OutputStream out, int[] values) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(values);
        out.write(bytes.array());
    }

    private static long describe(ObjectNode header, String name, String type, long offset, int... shape) {
        ObjectNode entry = header.putObject(name);
        entry.put("dtype", type);
        long size = 4;
        for (int length : shape) {
            entry.withArray("shape").add(length);
            size *= length;
        }
        entry.withArray("data_offsets").add(offset).add(offset + size);
        return offset + size;
    }

    /**
     * {@return what the file holds}
     *
     * @throws IOException where it cannot be read or is not whole
     */
    static Safetensors read(Path file) throws IOException {
        byte[] all = Files.readAllBytes(file);
        ByteBuffer bytes = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN);
        long head = all.length < 8 ? -1 : bytes.getLong(0);
        if (head < 0 || head > all.length - 8) {
            throw new IOException(file + " is not a safetensors file: it has " + all.length + " bytes");
        }
        JsonNode header = JSON.readTree(new String(all, 8, (int) head, UTF_8));
        var read = new Safetensors();
        for (Map.Entry<String, JsonNode> entry : header.properties()) {
            if (entry.getKey().equals(METADATA)) {
                entry.getValue()
                        .properties()
                        .forEach(p -> read.put(p.getKey(), p.getValue().asText()));
            } else {
                read.add(file, entry.getKey(), entry.getValue(), bytes, 8 + (int) head);
            }
        }
        return read;
    }

    private void add(Path file, String name, JsonNode entry, ByteBuffer bytes, int start) throws IOException {
        int from = start + entry.at("/data_offsets/0").asInt();
        int until = start + entry.at("/data_offsets/1").asInt();
        if (until > bytes.capacity() || from > until) {
            throw new IOException(
                    file + " is cut short: " + name + " should end at byte " + until + " of " + bytes.capacity());
        }
        ByteBuffer data = bytes.slice(from, until - from).order(ByteOrder.LITTLE_ENDIAN);
        switch (entry.path("dtype").asText()) {
            case "I32" -> {
                int[] values = new int[(until - from) / 4];
                data.asIntBuffer().get(values);
                put(name, values);
            }
            case "F32" -> {
                float[] values = new float[(until - from) / 4];
                data.asFloatBuffer().get(values);
                put(name, new DenseMatrix(shape(entry, 0), shape(entry, 1), values));
            }
            case String other ->
                throw new IOException(file + " has " + name + " of type " + other + "; F32 and I32 can be read");
        }
    }

    private static int shape(JsonNode entry, int axis) {
        return entry.path("shape").path(axis).asInt();
    }
}
