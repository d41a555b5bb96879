package dev.tessera.server.serving;

import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.TokenId;
import dev.tessera.graphmodel.domain.UserId;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What makes a ranking of items for somebody.
 *
 * @param where which items may be recommended; null: all
 * @param exclude items not to recommend
 * @param includeSeen whether items that the user has interacted with may be recommended again
 * @param steer by token how much it counts: 0 mutes, 1 leaves, at most 4
 */
public record Question(
        Audience audience,
        @Nullable ItemFilter where,
        Set<ItemId> exclude,
        boolean includeSeen,
        Map<TokenId, Double> steer) {
    public Question {
        exclude = Set.copyOf(exclude);
        steer = Map.copyOf(steer);
    }

    /** {@return the plain question for a user} */
    public static Question of(UserId user) {
        return of(new Audience.OfUser(user));
    }

    /** {@return the plain question for somebody} */
    public static Question of(Audience audience) {
        return new Question(audience, null, Set.of(), false, Map.of());
    }
}
