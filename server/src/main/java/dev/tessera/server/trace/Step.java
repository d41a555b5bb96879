package dev.tessera.server.trace;

/**
 * Something that takes time: from when it was begun until it is closed, both by the same thread. What is begun on that thread
 * meanwhile is a part of it. It is never told what a caller asked for, only what kind of thing was done.
 */
public interface Step extends AutoCloseable {
    /** Tells of it; {@code key} as OpenTelemetry's conventions have it, or beginning with {@code tessera.}. */
    Step with(String key, String value);

    Step with(String key, long value);

    Step with(String key, double value);

    /** It did not come to its end. {@code why}: a code or the name of a class, nothing that was sent. */
    Step failed(String why);

    @Override
    void close();
}
