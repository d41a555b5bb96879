package dev.tessera.graphmodel.ingest;

/** What became of one row of a file. */
sealed interface RowResult permits Accepted, Rejected {}
