package dev.tessera.server.backup;

/** Hears how far the work is. */
@FunctionalInterface
public interface Progress {
    /** So many bytes of {@code total} are done. */
    void at(long done, long total);
}
