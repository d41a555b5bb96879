package dev.tessera.graphmodel.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.neo4j.io.fs.DelegatingFileSystemAbstraction;
import org.neo4j.io.fs.DelegatingStoreChannel;
import org.neo4j.io.fs.FileSystemAbstraction;
import org.neo4j.io.fs.StoreChannel;

/**
 * Files on which a write to a transaction log that fails leaves nothing behind, and is that log's last. Neo4j keeps the
 * bytes whose write failed, and when it closes the log it writes them once more, from the first on: behind those that the
 * full disk took at the first attempt, they are nothing that the next start can read, and it refuses the store.
 */
final class LogWrites extends DelegatingFileSystemAbstraction {
    private static final String LOGS = "transactions";

    LogWrites(FileSystemAbstraction disk) {
        super(disk);
    }

    @Override
    public StoreChannel write(Path file) throws IOException {
        return guarded(file, super.write(file));
    }

    @Override
    public StoreChannel open(Path file, Set<OpenOption> options) throws IOException {
        return guarded(file, super.open(file, options));
    }

    /** {@return the channel itself, unless it is one of the logs, which lie in a folder for each database} */
    private static StoreChannel guarded(Path file, StoreChannel channel) {
        Path database = file.getParent();
        Path logs = database == null ? null : database.getParent();
        return logs != null && logs.endsWith(LOGS) ? new Log(channel) : channel;
    }

    /** What is appended is there as a whole or not at all. */
    private static final class Log extends DelegatingStoreChannel<StoreChannel> {
        private volatile @Nullable IOException failure;

        Log(StoreChannel channel) {
            super(channel);
        }

        /** Writes bytes somewhere. */
        @FunctionalInterface
        private interface Writing<T> {
            T run() throws IOException;
        }

        private <T> T whole(long from, Writing<T> writing) throws IOException {
            IOException before = failure;
            if (before != null) {
                throw new IOException("a write to this log failed before: " + before.getMessage(), before);
            }
            try {
                return writing.run();
            } catch (IOException e) {
                failure = e;
                undo(from, e);
                throw e;
            }
        }

        /** Where not even this is possible, the log ends within what was written, which a start can read. */
        private void undo(long from, IOException reason) {
            try {
                super.truncate(from);
            } catch (IOException e) {
                reason.addSuppressed(e);
            }
        }

        @Override
        public void writeAll(ByteBuffer bytes) throws IOException {
            whole(position(), () -> {
                super.writeAll(bytes);
                return true;
            });
        }

        @Override
        public void writeAll(ByteBuffer bytes, long position) throws IOException {
            whole(position, () -> {
                super.writeAll(bytes, position);
                return true;
            });
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            return whole(position(), () -> super.write(bytes));
        }

        @Override
        public long write(ByteBuffer[] bytes) throws IOException {
            return whole(position(), () -> super.write(bytes));
        }

        @Override
        public long write(ByteBuffer[] bytes, int offset, int length) throws IOException {
            return whole(position(), () -> super.write(bytes, offset, length));
        }
    }
}
