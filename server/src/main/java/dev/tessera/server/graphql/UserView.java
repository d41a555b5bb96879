package dev.tessera.server.graphql;

import dev.tessera.graphmodel.domain.UserId;
import org.jspecify.annotations.Nullable;

/** A user. */
record UserView(UserId id, @Nullable Object attributes) {}
