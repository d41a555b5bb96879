package dev.tessera.graphmodel.ingest;

import java.util.List;

/** What an import has to write, and the report of it. */
record Plan(
        List<UserRow> users,
        List<ItemRow> items,
        List<FeatureRow> features,
        List<PictureRow> pictures,
        List<InteractionRow> interactions,
        IngestReport report) {}
