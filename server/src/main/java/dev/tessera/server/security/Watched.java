package dev.tessera.server.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a file says, read anew when it has changed; that is looked after four times a second at most. A file that cannot
 * be read any more, or makes no sense, says nothing: whom it let in stays out until it is mended. Thread-safe.
 */
final class Watched<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Watched.class);
    private static final long GLANCE = 250_000_000;

    private final Path file;
    private final T nothing;
    private final Function<String, T> parser;
    private volatile Seen<T> seen;

    /** @param stamp null where there is no file */
    private record Seen<T>(@Nullable Stamp stamp, T value, long at) {}

    private record Stamp(@Nullable Object key, FileTime changed, long size) {}

    /** Of a file that may be there; reading it says what is wrong. */
    private static final Stamp UNREADABLE = new Stamp(null, FileTime.fromMillis(0), -1);

    /**
     * Reads the file now.
     *
     * @param nothing what it says where it is not there
     * @param parser may throw {@link AccessException}, which at first is handed on
     */
    Watched(Path file, T nothing, Function<String, T> parser) {
        this.file = file;
        this.nothing = nothing;
        this.parser = parser;
        Stamp stamp = stamp();
        this.seen = new Seen<>(stamp, stamp == null ? nothing : read(), System.nanoTime());
    }

    boolean exists() {
        get();
        return seen.stamp() != null;
    }

    T get() {
        Seen<T> before = seen;
        return System.nanoTime() - before.at() < GLANCE ? before.value() : look();
    }

    private synchronized T look() {
        Seen<T> before = seen;
        Stamp stamp = stamp();
        boolean same = stamp == null ? before.stamp() == null : stamp.equals(before.stamp());
        T value = same ? before.value() : readOrNothing(stamp);
        seen = new Seen<>(stamp, value, System.nanoTime());
        return value;
    }

    private @Nullable Stamp stamp() {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(attributes.fileKey(), attributes.lastModifiedTime(), attributes.size());
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            return UNREADABLE;
        }
    }

    private T readOrNothing(@Nullable Stamp stamp) {
        if (stamp == null) {
            return nothing;
        }
        try {
            return read();
        } catch (AccessException e) {
            LOG.error("{}. Until it is mended, nobody gets in by this file", e.getMessage());
            return nothing;
        }
    }

    private T read() {
        try {
            return parser.apply(Files.readString(file));
        } catch (IOException e) {
            throw new AccessException(file + " cannot be read: " + e, e);
        }
    }
}
