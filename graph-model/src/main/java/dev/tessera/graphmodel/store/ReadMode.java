package dev.tessera.graphmodel.store;

import org.neo4j.internal.kernel.api.security.AccessMode;
import org.neo4j.internal.kernel.api.security.StaticAccessMode;
import org.neo4j.kernel.impl.api.security.RestrictedAccessMode;

/** What a reader may do: see the data and the schema. Neo4j's own read mode hides indexes and constraints. */
class ReadMode extends RestrictedAccessMode {
    private final String name;

    /** The name stands in the message of what was refused: {@code ... is not allowed for user 'neo4j' with NAME.} */
    ReadMode(AccessMode allowed, String name) {
        super(allowed, StaticAccessMode.READ);
        this.name = name;
    }

    @Override
    public String name() {
        return name;
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
