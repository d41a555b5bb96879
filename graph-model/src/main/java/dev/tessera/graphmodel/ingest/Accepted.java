package dev.tessera.graphmodel.ingest;

/** A row that can be imported. */
sealed interface Accepted extends RowResult permits InteractionRow, ItemRow, UserRow {}
