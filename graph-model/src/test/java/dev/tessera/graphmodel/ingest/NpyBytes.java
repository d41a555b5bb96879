package dev.tessera.graphmodel.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Makes npy files by hand. */
final class NpyBytes {
    private NpyBytes() {}

    static byte[] file(int version, String descr, boolean fortran, String shape, byte[] data) {
        String order = fortran ? "True" : "False";
        byte[] header = "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }\n"
                .formatted(descr, order, shape)
                .getBytes(ISO_8859_1);
        ByteBuffer bytes = ByteBuffer.allocate(12 + header.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93)
                .put("NUMPY".getBytes(ISO_8859_1))
                .put((byte) version)
                .put((byte) 0);
        if (version == 1) {
            bytes.putShort((short) header.length);
        } else {
            bytes.putInt(header.length);
        }
        bytes.put(header).put(data).flip();
        byte[] file = new byte[bytes.remaining()];
        bytes.get(file);
        return file;
    }

    /** A version 1 file of little-endian float32. */
    static byte[] floats(int rows, int columns, float... values) {
        return file(1, "<f4", false, "(%d, %d)".formatted(rows, columns), singles(ByteOrder.LITTLE_ENDIAN, values));
    }

    static byte[] halves(ByteOrder order, int... bits) {
        ByteBuffer bytes = ByteBuffer.allocate(bits.length * 2).order(order);
        for (int half : bits) {
            bytes.putShort((short) half);
        }
        return bytes.array();
    }

    static byte[] singles(ByteOrder order, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(order);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }

    static byte[] doubles(ByteOrder order, double... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * 8).order(order);
        for (double value : values) {
            bytes.putDouble(value);
        }
        return bytes.array();
    }
}
