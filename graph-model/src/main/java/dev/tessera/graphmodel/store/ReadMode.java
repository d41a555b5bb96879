package dev.tessera.graphmodel.store;

import org.neo4j.internal.kernel.api.security.AccessMode;
import org.neo4j.internal.kernel.api.security.StaticAccessMode;
import org.neo4j.kernel.impl.api.security.RestrictedAccessMode;

/** What a reader may do: see the data and the schema. Neo4j's own read mode hides indexes and constraints. */
final class ReadMode extends RestrictedAccessMode {
    ReadMode(AccessMode allowed) {
        super(allowed, StaticAccessMode.READ);
    }

    @Override
    public boolean allowsShowIndex() {
        return original.allowsShowIndex();
    }

    @Override
    public boolean allowsShowConstraint() {
        return original.allowsShowConstraint();
    }
}
