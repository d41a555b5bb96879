package dev.tessera.server.security;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code audit.log} in the data folder: who did what, when, from where, and what came of it; a line of JSON an act, only
 * ever added to. It holds no secrets and no ids of users. Thread-safe, also beside other processes.
 */
public final class AuditLog {
    static final String NAME = "audit.log";

    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;
    private final Clock clock;

    public AuditLog(Path data, Clock clock) {
        this.file = data.resolve(NAME);
        this.clock = clock;
    }

    /**
     * One act.
     *
     * @param what such as {@code activateModel} or {@code key create}
     * @param target what it was done to, such as a version; null where there is no such thing or it must not be kept
     * @param outcome {@code done}, or why not
     */
    public record Act(String what, @Nullable String target, String outcome) {}

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
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            channel.write(StandardCharsets.UTF_8.encode(line + "\n"));
            channel.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written: " + e, e);
        }
    }
}
