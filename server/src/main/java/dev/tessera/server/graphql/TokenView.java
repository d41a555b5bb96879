package dev.tessera.server.graphql;

import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.domain.TokenId;
import org.jspecify.annotations.Nullable;

/** A token. The components are the fields of the API. */
record TokenView(
        TokenId id,
        Modality modality,
        int slot,
        int code,
        @Nullable String label,
        int itemCount) {
    static TokenView of(TokenId id, @Nullable String label, int itemCount) {
        return new TokenView(id, id.modality(), id.slot(), id.code(), label, itemCount);
    }
}
