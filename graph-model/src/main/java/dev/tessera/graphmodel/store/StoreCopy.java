package dev.tessera.graphmodel.store;

import java.time.Duration;

/**
 * A copy of a store as it was at one moment.
 *
 * @param read what was read at that moment
 * @param longestWait how long a writer may have waited for it
 */
public record StoreCopy<T>(T read, Duration longestWait) {}
