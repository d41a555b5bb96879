package dev.tessera.graphmodel.ingest;

/** What a row means for the graph as it is. */
enum Change {
    CREATED,
    UPDATED,
    UNCHANGED
}
