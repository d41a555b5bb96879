package dev.tessera.graphmodel.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.graphdb.GraphDatabaseService;
import org.neo4j.graphdb.Label;
import org.neo4j.graphdb.Transaction;
import org.neo4j.io.fs.DefaultFileSystemAbstraction;
import org.neo4j.io.fs.DelegatingFileSystemAbstraction;
import org.neo4j.io.fs.DelegatingStoreChannel;
import org.neo4j.io.fs.FileSystemAbstraction;
import org.neo4j.io.fs.StoreChannel;

/** A real database on a disk that is full in the middle of a write to its log, and has room again when it is closed. */
class LogWritesTest {
    private static final Label NOTE = Label.label("Note");
    private static final String LOG = "neostore.transaction.db";

    @TempDir
    private Path folder;

    private final AtomicBoolean isFull = new AtomicBoolean();

    @Test
    void a_write_to_the_log_that_fails_half_way_leaves_nothing_that_the_next_start_could_not_read() throws Exception {
        DatabaseManagementService service = open(new Disk());
        GraphDatabaseService database = service.database("neo4j");
        note(database, "acknowledged");
        isFull.set(true);
        assertThatThrownBy(() -> note(database, "refused")).hasStackTraceContaining("No space left on device");
        assertThat(isFull).as("has room again").isFalse();
        assertThatThrownBy(service::shutdown).hasStackTraceContaining("a write to this log failed before");

        String log = log();
        assertThat(log.contains("acknowledged")).isTrue();
        assertThat(log.contains("refused")).isFalse();
        assertThat(notes()).containsOnly("acknowledged");
    }

    private DatabaseManagementService open(FileSystemAbstraction disk) {
        return new DatabaseBuilder(folder, disk)
                .setConfig(GraphDatabaseSettings.preallocate_logical_logs, false)
                .build();
    }

    private static void note(GraphDatabaseService database, String text) {
        try (Transaction tx = database.beginTx()) {
            for (int k = 0; k < 200; k++) {
                tx.createNode(NOTE).setProperty("text", text + " ".repeat(100)); // too long to be packed
            }
            tx.commit();
        }
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("data/transactions/neo4j").resolve(LOG + ".0"), ISO_8859_1);
    }

    private List<String> notes() {
        DatabaseManagementService service = open(new DefaultFileSystemAbstraction());
        try (Transaction tx = service.database("neo4j").beginTx();
                var nodes = tx.findNodes(NOTE)) {
            return nodes.stream()
                    .map(n -> n.getProperty("text").toString().strip())
                    .toList();
        } finally {
            service.shutdown();
        }
    }

    private final class Disk extends DelegatingFileSystemAbstraction {
        Disk() {
            super(new DefaultFileSystemAbstraction());
        }

        @Override
        public StoreChannel write(Path file) throws IOException {
            StoreChannel channel = super.write(file);
            return file.getParent().endsWith("neo4j")
                            && file.getFileName().toString().startsWith(LOG)
                    ? new Log(channel)
                    : channel;
        }
    }

    private final class Log extends DelegatingStoreChannel<StoreChannel> {
        Log(StoreChannel channel) {
            super(channel);
        }

        @Override
        public void writeAll(ByteBuffer bytes) throws IOException {
            if (!isFull.getAndSet(false)) {
                super.writeAll(bytes);
                return;
            }
            int end = bytes.limit();
            super.writeAll(bytes.limit(bytes.position() + bytes.remaining() / 2));
            bytes.limit(end);
            throw new IOException("No space left on device");
        }
    }
}
