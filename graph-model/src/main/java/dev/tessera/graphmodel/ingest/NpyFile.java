package dev.tessera.graphmodel.ingest;

import dev.tessera.graphmodel.domain.DenseMatrix;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a matrix that NumPy saved: float16, float32 or float64, either byte order, C or Fortran order. */
final class NpyFile {
    /** A multiple of every number's width. */
    private static final int CHUNK = 1 << 20;

    private NpyFile() {}

    /**
     * {@return the matrix; its numbers may be NaN or infinite}
     *
     * @throws FileFaultException where the file is not npy, truncated, or of another type or shape
     */
    static DenseMatrix read(Path file) throws FileFaultException {
        try (FileChannel channel = FileChannel.open(file)) {
            if (Files.size(file) == 0) {
                throw new FileFaultException(file, "is empty");
            }
            NpyHeader header = NpyHeader.read(file, channel);
            refuseOtherLength(file, header, channel.size());
            float[] values = values(channel, header);
            return new DenseMatrix(
                    header.rows(), header.columns(), header.fortran() ? transposed(values, header) : values);
        } catch (IOException e) {
            throw new FileFaultException(file, e);
        }
    }

    private static void refuseOtherLength(Path file, NpyHeader header, long found) throws FileFaultException {
        long expected = header.offset() + (long) header.rows() * header.columns() * header.width();
        if (found != expected) {
            throw new FileFaultException(
                    file,
                    (found < expected ? "is truncated: " : "is too long: ") + header.rows() + " x " + header.columns()
                            + " numbers of " + header.width() + " bytes take " + expected + " bytes, found " + found
                            + ". Copy it again");
        }
    }

    private static float[] values(FileChannel channel, NpyHeader header) throws IOException {
        float[] values = new float[header.rows() * header.columns()];
        ByteBuffer bytes = ByteBuffer.allocateDirect(CHUNK).order(header.order());
        int perChunk = CHUNK / header.width();
        for (int from = 0; from < values.length; from += perChunk) {
            int count = Math.min(perChunk, values.length - from);
            bytes.clear().limit(count * header.width());
            NpyHeader.fill(channel, bytes, header.offset() + (long) from * header.width());
            decode(bytes.flip(), header.width(), values, from, count);
        }
        return values;
    }

    private static void decode(ByteBuffer bytes, int width, float[] values, int from, int count) {
        if (width == Float.BYTES) {
            bytes.asFloatBuffer().get(values, from, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            values[from + i] = width == Short.BYTES
                    ? Float.float16ToFloat(bytes.getShort(i * Short.BYTES))
                    : (float) bytes.getDouble(i * Double.BYTES);
        }
    }

    private static float[] transposed(float[] values, NpyHeader header) {
        int rows = header.rows();
        int columns = header.columns();
        float[] rowMajor = new float[values.length];
        for (int at = 0; at < values.length; at++) {
            rowMajor[at % rows * columns + at / rows] = values[at];
        }
        return rowMajor;
    }
}
