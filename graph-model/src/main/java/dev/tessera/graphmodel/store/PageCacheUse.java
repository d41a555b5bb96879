package dev.tessera.graphmodel.store;

/**
 * How the store's pages were used since it was opened.
 *
 * @param hits pages that were found in memory
 * @param faults pages that were read from the disk
 * @param evictions pages that gave way to others
 * @param usage the share of the cache that holds pages, 0..1
 */
public record PageCacheUse(long hits, long faults, long evictions, double usage) {}
