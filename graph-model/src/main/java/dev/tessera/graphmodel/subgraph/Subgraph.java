package dev.tessera.graphmodel.subgraph;

import dev.tessera.graphmodel.domain.Csr;
import dev.tessera.graphmodel.domain.Features;
import dev.tessera.graphmodel.domain.IdIndex;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.graphmodel.token.TokenCodes;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a training run sees: users by items, in three disjoint parts, and what is known of the items.
 *
 * @param train the interactions to learn from, users x items
 * @param validation the interactions to choose by, users x items
 * @param test the interactions to report on, users x items
 * @param features feature vectors by modality, one row an item
 * @param codes the items' tokens, or null where there is no codebook
 */
public record Subgraph(
        IdIndex<UserId> users,
        IdIndex<ItemId> items,
        Csr train,
        Csr validation,
        Csr test,
        Map<Modality, Features> features,
        @Nullable TokenCodes codes) {
    public Subgraph {
        features = Map.copyOf(features);
    }

    /** {@return the same users, items and parts, with other knowledge of the items} */
    public Subgraph with(Map<Modality, Features> otherFeatures, @Nullable TokenCodes otherCodes) {
        return new Subgraph(users, items, train, validation, test, otherFeatures, otherCodes);
    }

    /** {@return how many users have interacted with each item in the training part} */
    public int[] itemDegrees() {
        int[] degrees = new int[items.size()];
        for (int column : train.columns()) {
            degrees[column]++;
        }
        return degrees;
    }
}
