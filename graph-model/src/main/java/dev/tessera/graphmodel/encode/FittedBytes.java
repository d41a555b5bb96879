package dev.tessera.graphmodel.encode;

import dev.tessera.graphmodel.domain.DenseMatrix;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** What an encoder has learned, as bytes of a property: big-endian numbers, then deflated. */
final class FittedBytes {
    private FittedBytes() {}

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static final class Writer {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final DataOutputStream out = new DataOutputStream(bytes);

        void integer(long value) {
            write(() -> out.writeLong(value));
        }

        void integers(int[] values) {
            write(() -> {
                for (int value : values) {
                    out.writeInt(value);
                }
            });
        }

        void axes(PrincipalAxes axes) {
            write(() -> {
                out.writeInt(axes.axes().rows());
                out.writeInt(axes.axes().columns());
                floats(axes.mean().values());
                floats(axes.axes().values());
            });
        }

        private void floats(float[] values) throws IOException {
            for (float value : values) {
                out.writeFloat(value);
            }
        }

        byte[] packed() {
            var packed = new ByteArrayOutputStream();
            write(() -> {
                try (var deflater = new DeflaterOutputStream(packed)) {
                    bytes.writeTo(deflater);
                }
            });
            return packed.toByteArray();
        }

        /** {@return a name for these very numbers} */
        String fingerprint(String kind) {
            return kind + "/" + sha256(bytes.toByteArray()).substring(0, 16);
        }
    }

    static final class Reader {
        private final DataInputStream in;

        Reader(byte[] packed) {
            this.in = new DataInputStream(new ByteArrayInputStream(read(() -> inflated(packed))));
        }

        private static byte[] inflated(byte[] packed) throws IOException {
            try (var inflater = new InflaterInputStream(new ByteArrayInputStream(packed))) {
                return inflater.readAllBytes();
            }
        }

        long integer() {
            return read(in::readLong);
        }

        int[] integers(int count) {
            return read(() -> {
                int[] values = new int[count];
                for (int k = 0; k < count; k++) {
                    values[k] = in.readInt();
                }
                return values;
            });
        }

        PrincipalAxes axes() {
            return read(() -> {
                int dimensions = in.readInt();
                int width = in.readInt();
                var mean = new DenseMatrix(1, dimensions, floats(dimensions));
                return new PrincipalAxes(mean, new DenseMatrix(dimensions, width, floats(dimensions * width)));
            });
        }

        private float[] floats(int count) throws IOException {
            float[] values = new float[count];
            for (int k = 0; k < count; k++) {
                values[k] = in.readFloat();
            }
            return values;
        }
    }

    private interface Writing {
        void run() throws IOException;
    }

    private interface Reading<T> {
        T run() throws IOException;
    }

    private static void write(Writing writing) {
        try {
            writing.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> T read(Reading<T> reading) {
        try {
            return reading.run();
        } catch (IOException e) {
            throw new UncheckedIOException("the codebook's encoder is damaged. Run tessera tokenize", e);
        }
    }
}
