package dev.tessera.graphmodel.ingest;

/**
 * What an import does to one kind of thing.
 *
 * @param created not in the graph before
 * @param updated in the graph before, with other values
 * @param unchanged in the graph before, exactly so
 * @param duplicates rows that repeat an earlier row of the same import; the first counts
 */
public record Counts(int created, int updated, int unchanged, int duplicates) {}
