package dev.tessera.graphmodel.ingest;

import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.encode.PictureDescription;

/** What is to be kept of an item's picture. */
record PictureRow(ItemId item, PictureDescription description) {}
