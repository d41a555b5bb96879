package dev.tessera.training.evaluate;

import dev.tessera.training.evaluate.PopularityGroups.Group;
import org.jspecify.annotations.Nullable;

/**
 * How well the held-out items of one group are found among all items.
 *
 * @param items how many items are in the group
 * @param interactions how many held-out interactions are with them
 * @param users how many users have such an interaction
 * @param recall20 the mean over these users of hits@20 in the group over the user's held-out items in the group; null
 *     where there is no such user
 */
public record GroupRecall(
        Group group,
        int items,
        int interactions,
        int users,
        @Nullable Double recall20) {}
