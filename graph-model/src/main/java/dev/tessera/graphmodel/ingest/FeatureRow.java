package dev.tessera.graphmodel.ingest;

import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.Modality;

/** One item's feature of one modality. */
record FeatureRow(ItemId item, Modality modality, FeatureVector vector) {}
