package dev.tessera.training.publish;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
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
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * A file in the safetensors format: named arrays of F32 or I32 and a map of strings. Read whole; written in the order in
 * which the arrays were added.
 */
final class Safetensors {
    /** The ids of all users are one string. */
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build());

    private static final int CHUNK = 1 << 20;
    private static final int LONGEST_HEADER = Integer.MAX_VALUE - 8;
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
                float[] values = matrix.values();
                write(out, values.length, k -> Float.floatToRawIntBits(values[k]));
            }
            for (int[] values : integers.values()) {
                write(out, values.length, k -> values[k]);
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

    private static void write(OutputStream out, int count, IntUnaryOperator words) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        for (int k = 0; k < count; k++) {
            bytes.putInt(words.applyAsInt(k));
            if (!bytes.hasRemaining() || k == count - 1) {
                out.write(bytes.array(), 0, bytes.position());
                bytes.clear();
            }
        }
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
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            long head = fill(channel, length, 0) ? length.getLong(0) : -1;
            if (head < 0 || head > Math.min(size - Long.BYTES, LONGEST_HEADER)) {
                throw new IOException(file + " is not a safetensors file: it has " + size + " bytes");
            }
            ByteBuffer header = ByteBuffer.allocate((int) head);
            fill(channel, header, Long.BYTES);
            return read(file, JSON.readTree(header.array()), channel, Long.BYTES + head);
        }
    }

    private static Safetensors read(Path file, JsonNode header, FileChannel channel, long start) throws IOException {
        var read = new Safetensors();
        for (Map.Entry<String, JsonNode> entry : header.properties()) {
            if (entry.getKey().equals(METADATA)) {
                entry.getValue()
                        .properties()
                        .forEach(p -> read.put(p.getKey(), p.getValue().asText()));
            } else {
                read.add(file, entry.getKey(), entry.getValue(), channel, start);
            }
        }
        return read;
    }

    private void add(Path file, String name, JsonNode entry, FileChannel channel, long start) throws IOException {
        long from = start + entry.at("/data_offsets/0").asLong();
        long until = start + entry.at("/data_offsets/1").asLong();
        if (until > channel.size() || from > until) {
            throw new IOException(
                    file + " is cut short: " + name + " should end at byte " + until + " of " + channel.size());
        }
        int count = Math.toIntExact((until - from) / Integer.BYTES);
        switch (entry.path("dtype").asText()) {
            case "I32" -> {
                int[] values = new int[count];
                read(channel, from, count, (at, chunk) -> chunk.asIntBuffer().get(values, at, chunk.remaining() / 4));
                put(name, values);
            }
            case "F32" -> {
                float[] values = new float[count];
                read(channel, from, count, (at, chunk) -> chunk.asFloatBuffer().get(values, at, chunk.remaining() / 4));
                put(name, new DenseMatrix(shape(entry, 0), shape(entry, 1), values));
            }
            case String other ->
                throw new IOException(file + " has " + name + " of type " + other + "; F32 and I32 can be read");
        }
    }

    /** Takes numbers that begin at a place of an array. */
    private interface Sink {
        void take(int at, ByteBuffer chunk);
    }

    /** An array may be longer than a buffer can be. */
    private static void read(FileChannel channel, long from, int count, Sink sink) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < count; at += chunk.remaining() / Integer.BYTES) {
            chunk.clear().limit((int) Math.min(CHUNK, (long) Integer.BYTES * (count - at)));
            if (!fill(channel, chunk, from + (long) Integer.BYTES * at)) {
                throw new IOException("the file became shorter while it was read");
            }
            sink.take(at, chunk.flip());
        }
    }

    /** {@return whether there was as much from a place on as the buffer takes} */
    private static boolean fill(FileChannel channel, ByteBuffer buffer, long position) throws IOException {
        int read = 0;
        for (long at = position; buffer.hasRemaining() && read >= 0; at += read) {
            read = channel.read(buffer, at);
        }
        return !buffer.hasRemaining();
    }

    private static int shape(JsonNode entry, int axis) {
        return entry.path("shape").path(axis).asInt();
    }
}
