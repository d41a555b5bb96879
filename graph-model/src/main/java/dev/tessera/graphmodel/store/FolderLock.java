package dev.tessera.graphmodel.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tessera.graphmodel.file.Durable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The lock by which one process owns a data folder. The operating system releases it, however the process ends. */
public final class FolderLock implements AutoCloseable {
    /** The name of the file that is locked. */
    public static final String NAME = "tessera.lock";

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock, making the folder, for its owner only, where there is none.
     *
     * @throws GraphException where another process has it, or the folder cannot be written
     */
    public static FolderLock take(Path folder) {
        Path file = folder.resolve(NAME);
        try {
            Durable.createPrivateFolder(folder);
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                String owner = Files.readString(file).strip();
                channel.close();
                throw new GraphException("the data folder " + folder + " is in use by process " + owner
                        + ". Stop that process, or choose another folder with --data");
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(UTF_8)));
            return new FolderLock(channel);
        } catch (IOException e) {
            throw new GraphException("the data folder " + folder + " cannot be used: " + e, e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // this very process has it
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new GraphException("the lock of the data folder cannot be released: " + e, e);
        }
    }
}
