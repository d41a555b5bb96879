package dev.tessera.server.graphql;

import dev.tessera.graphmodel.domain.TokenId;

/** A token that an item carries. */
record ItemTokenView(TokenId tokenId, int slot, double distance) {}
