package dev.tessera.server.graphql;

import dev.tessera.graphmodel.domain.ItemId;
import java.time.OffsetDateTime;

/** An event of a user's history. */
record InteractionView(String id, ItemId itemId, String kind, double weight, OffsetDateTime at) {}
