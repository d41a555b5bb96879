package dev.tessera.training.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * A run's state after an epoch, and its form on the disk: a magic number, the fields in their order, and a CRC-32C of all
 * before it, so that a file that is cut short or altered is never taken for a state.
 *
 * @param fingerprint of what is trained on what
 * @param steps updates that Adam made
 * @param bestEpoch the epoch of {@code best}, which is empty where no epoch was good yet
 * @param parameters one array a parameter
 * @param moments Adam's two arrays for each parameter
 */
record Checkpoint(
        String fingerprint,
        int epoch,
        int steps,
        double bestValue,
        int bestEpoch,
        List<float[]> parameters,
        List<float[]> moments,
        List<float[]> best) {
    private static final long MAGIC = 0x5445_5353_4552_4101L;

    void write(Path file) throws IOException {
        var crc = new CRC32C();
        try (var buffered = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
                var out = new DataOutputStream(new CheckedOutputStream(buffered, crc))) {
            out.writeLong(MAGIC);
            byte[] name = fingerprint.getBytes(UTF_8);
            out.writeInt(name.length);
            out.write(name);
            out.writeInt(epoch);
            out.writeInt(steps);
            out.writeDouble(bestValue);
            out.writeInt(bestEpoch);
            writeArrays(out, parameters);
            writeArrays(out, moments);
            writeArrays(out, best);
            out.writeLong(crc.getValue());
        }
    }

    private static void writeArrays(DataOutputStream out, List<float[]> arrays) throws IOException {
        out.writeInt(arrays.size());
        for (float[] array : arrays) {
            var bytes = ByteBuffer.allocate(Math.multiplyExact(4, array.length)).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(array);
            out.writeInt(bytes.capacity());
            out.write(bytes.array());
        }
    }

    /**
     * {@return what the file holds}
     *
     * @throws IOException where it cannot be read or is not whole
     */
    static Checkpoint read(Path file) throws IOException {
        var crc = new CRC32C();
        try (var buffered = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
                var in = new DataInputStream(new CheckedInputStream(buffered, crc))) {
            long size = Files.size(file);
            if (in.readLong() != MAGIC) {
                throw new IOException("it is no checkpoint");
            }
            var read = new Checkpoint(
                    new String(readBytes(in, size), UTF_8),
                    in.readInt(),
                    in.readInt(),
                    in.readDouble(),
                    in.readInt(),
                    readArrays(in, size),
                    readArrays(in, size),
                    readArrays(in, size));
            long computed = crc.getValue();
            if (in.readLong() != computed) {
                throw new IOException("its checksum does not fit its content");
            }
            return read;
        } catch (EOFException e) {
            throw new IOException("it is cut short", e);
        }
    }

    private static List<float[]> readArrays(DataInputStream in, long size) throws IOException {
        int count = in.readInt();
        List<float[]> arrays = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            var bytes = ByteBuffer.wrap(readBytes(in, size)).order(ByteOrder.LITTLE_ENDIAN);
            float[] array = new float[bytes.capacity() / 4];
            bytes.asFloatBuffer().get(array);
            arrays.add(array);
        }
        return arrays;
    }

    /** A damaged length must not ask for more memory than the file could fill. */
    private static byte[] readBytes(DataInputStream in, long size) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > size) {
            throw new IOException("an array of " + length + " bytes cannot be in a file of " + size);
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }
}
