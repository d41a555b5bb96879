package dev.tessera.server.security;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tessera.graphmodel.file.Durable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code audit.log} in the data folder: who did what, when, from where, and what came of it; a line of JSON an act, only
 * ever added to. It holds no secrets and no ids of users. Thread-safe, also beside other processes.
 */
public final class AuditLog {
    static final String NAME = "audit.log";

    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final Path file;
    private final Clock clock;
    private final FoldedActs repeated;
    private final FoldedActs refused;

    public AuditLog(Path data, Clock clock) {
        this(data, clock, WINDOW);
    }

    /** @param window how long what is alike is counted before the count is written */
    AuditLog(Path data, Clock clock, Duration window) {
        this.file = data.resolve(NAME);
        this.clock = clock;
        repeated = new FoldedActs(this::add, this::addQuietly, window);
        refused = new FoldedActs(this::addQuietly, this::addQuietly, window);
    }

    /**
     * One act.
     *
     * @param what such as {@code activateModel} or {@code key create}
     * @param target what it was done to, such as a version; null where there is no such thing or it must not be kept
     * @param outcome {@code done}, or why not
     */
    public record Act(String what, @Nullable String target, String outcome) {}

    /** As {@link #add}; the same act again within a minute is only counted. */
    public void addRepeated(Requester by, Act act) {
        repeated.addSame(by, act);
    }

    /**
     * Adds a line for somebody who was turned away, so that whoever tries without end fills no disk: within a minute one line a
     * caller and act, then how many more there were. One that cannot be written is logged: nothing was done.
     */
    public void addRefused(Requester by, Act act) {
        refused.addBounded(by, act);
    }

    private void addQuietly(Requester by, Act act) {
        try {
            add(by, act);
        } catch (UncheckedIOException e) {
            LOG.error(
                    "the audit log lacks '{}' by {}: {}",
                    act.what(),
                    by.principal().id(),
                    e.getMessage());
        }
    }

    /** Writes what was only counted so far. */
    public void flush() {
        repeated.flush();
        refused.flush();
    }

    /** Adds a line. One that cannot be written fails the act that it is about. */
    public void add(Requester by, Act act) {
        ObjectNode line = JSON.createObjectNode()
                .put("at", clock.instant().toString())
                .put("who", by.principal().id())
                .put("name", by.principal().name())
                .put("from", by.address())
                .put("what", act.what())
                .put("target", act.target())
                .put("outcome", act.outcome());
        try (var channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND),
                Durable.OWNER_ONLY)) {
            channel.write(StandardCharsets.UTF_8.encode(line + "\n"));
            channel.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written: " + e, e);
        }
    }
}
