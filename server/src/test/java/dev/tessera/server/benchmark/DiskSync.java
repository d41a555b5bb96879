package dev.tessera.server.benchmark;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What a bare write takes until it is on the disk. */
final class DiskSync {
    private static final int TIMES = 400;
    private static final int BYTES = 4096;

    private DiskSync() {}

    /**
     * What a number of writes came to.
     *
     * @param p50 milliseconds
     * @param p99 milliseconds
     */
    record Figures(double p50, double p99) {}

    /** Appends 4 KB to a file in the folder and forces them to the disk, 400 times. */
    static Figures measure(Path folder) throws IOException {
        Path file = Files.createTempFile(folder, "sync", "");
        var latencies = new Latencies();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (int k = 0; k < TIMES; k++) {
                long began = System.nanoTime();
                channel.write(ByteBuffer.allocate(BYTES), (long) k * BYTES);
                channel.force(false);
                latencies.add(System.nanoTime() - began);
            }
        } finally {
            Files.delete(file);
        }
        return new Figures(latencies.milliseconds(0.5), latencies.milliseconds(0.99));
    }
}
