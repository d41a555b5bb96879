package dev.tessera.server.synthetic;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Features as NumPy saves them: for each item the point of its shelf and something of its own, so that near items are like
 * each other.
 */
final class FeatureFile {
    private static final float OWN = 0.7f;

    private final Shape shape;
    private final Shelves shelves;

    FeatureFile(Shape shape, Shelves shelves) {
        this.shape = shape;
        this.shelves = shelves;
    }

    /**
     * Writes a row for each item.
     *
     * @param width numbers of a row, 1 or more
     */
    void write(Path file, int width, long seed) throws IOException {
        var random = new Random(seed);
        float[][] points = new float[shelves.count()][width];
        for (float[] point : points) {
            for (int k = 0; k < width; k++) {
                point[k] = even(random);
            }
        }
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            out.write(header(width));
            ByteBuffer row = ByteBuffer.allocate(width * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (int item = 0; item < shape.items(); item++) {
                row.clear();
                for (float middle : points[shelves.of(item)]) {
                    row.putFloat(middle + OWN * even(random));
                }
                out.write(row.array());
            }
        }
    }

    /** {@return a number from -1 to 1, all alike} */
    private static float even(Random random) {
        return 2 * random.nextFloat() - 1;
    }

    private byte[] header(int width) {
        byte[] text = "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }\n"
                .formatted(shape.items(), width)
                .getBytes(ISO_8859_1);
        return ByteBuffer.allocate(10 + text.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 0x93)
                .put("NUMPY".getBytes(ISO_8859_1))
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) text.length)
                .put(text)
                .array();
    }
}
