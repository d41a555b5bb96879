package dev.tessera.server.serving;

import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.UserId;
import java.util.List;

/** For whom. */
public sealed interface Audience {
    /** A user, by what is known of him; one of whom nothing is known is served too. */
    record OfUser(UserId user) implements Audience {}

    /**
     * Somebody who is not known, by what they like and dislike now. Items that are not here are passed over; one that is in
     * both lists counts as disliked.
     */
    record Session(List<ItemId> liked, List<ItemId> disliked) implements Audience {
        public Session {
            liked = List.copyOf(liked);
            disliked = List.copyOf(disliked);
        }
    }
}
