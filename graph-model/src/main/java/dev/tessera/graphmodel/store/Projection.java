package dev.tessera.graphmodel.store;

import dev.tessera.graphmodel.domain.Features;
import dev.tessera.graphmodel.domain.IdIndex;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.domain.Split;
import dev.tessera.graphmodel.domain.UserId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A part of the graph, copied out of GDS.
 *
 * @param users the users with at least one interaction in it
 * @param items all items that the specification lets in, with and without interactions
 * @param edges the distinct pairs of user and item
 * @param features the feature vectors of every modality that at least one of the items has
 */
public record Projection(
        IdIndex<UserId> users, IdIndex<ItemId> items, List<Edge> edges, Map<Modality, Features> features) {
    /**
     * A user and an item that have interacted, however often.
     *
     * @param split the label that came with the data, or null
     * @param firstMillis the time of the earliest event
     */
    public record Edge(int user, int item, @Nullable Split split, long firstMillis) {}

    public Projection {
        edges = List.copyOf(edges);
        features = Map.copyOf(features);
    }

    /** {@return the part that an edge is labelled with, else the one that a hash of its ends says} */
    public Split splitOf(Edge edge) {
        Split labelled = edge.split();
        return labelled != null ? labelled : Split.of(users.idOf(edge.user()), items.idOf(edge.item()));
    }
}
