package dev.tessera.graphmodel.subgraph;

import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.graphmodel.store.ProjectionSpec;
import java.util.Set;

/** Which part of the graph to train on. */
public sealed interface SubgraphSpec {
    /** {@return everything} */
    static SubgraphSpec whole() {
        return new Filtered(ProjectionSpec.whole());
    }

    /** What a filter by category, time or kind of interaction lets through. */
    record Filtered(ProjectionSpec filter) implements SubgraphSpec {}

    /**
     * The users, and everything within so many hops over training interactions: with one hop their items, with two also
     * the other users of these, and so on. The interactions among all that are kept, in every part.
     *
     * @param users where to begin
     * @param hops at least 1
     */
    record Neighbourhood(Set<UserId> users, int hops) implements SubgraphSpec {
        public Neighbourhood {
            users = Set.copyOf(users);
            if (hops < 1) {
                throw new IllegalArgumentException("hops must be at least 1, was " + hops);
            }
        }
    }
}
