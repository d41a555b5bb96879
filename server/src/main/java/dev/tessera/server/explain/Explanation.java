package dev.tessera.server.explain;

import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.domain.ModelVersion;
import dev.tessera.graphmodel.domain.TokenId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why an item has its score for a user: score = base + historyTotal = remainder + tokensTotal, both within 1e-4 *
 * max(1, |score|), each side computed by its own path. Lists are by falling size of the contribution; negative ones are
 * there too. Items of the history that are hidden count in the total and are not listed.
 *
 * @param rank the item's place among all that would be recommended, from 1; null where it would not be
 * @param steering what muted and boosted tokens add to the score; the sum of both is what the list was ordered by
 * @param attention how the model weighs the modalities for this user; empty where it does not
 * @param base what the score would be without any history
 * @param remainder what is not due to the item's own tokens
 * @param text one sentence that a shopper could read
 */
public record Explanation(
        ItemId item,
        @Nullable ModelVersion model,
        double score,
        @Nullable Integer rank,
        double steering,
        Method method,
        List<ModalityWeight> attention,
        double base,
        double historyTotal,
        List<HistoryPart> history,
        double remainder,
        double tokensTotal,
        List<TokenPart> tokens,
        List<SharedToken> sharedTokens,
        String text) {
    /** How the parts were computed; the names are the API's. */
    public enum Method {
        /** Exact Shapley values in closed form. */
        SHAPLEY,
        /** Integrated gradients with as many nodes as make the sum exact. */
        INTEGRATED_GRADIENTS,
        /** As the model's attention weighs the modalities for this user; the weights are told. */
        CONDITIONAL,
        /** Each item of the history adds its similarity. */
        NEIGHBOURS,
        /** The item's popularity is the whole score. */
        POPULARITY
    }

    /** How much a modality counts for the user; over all modalities these sum to 1. */
    public record ModalityWeight(Modality modality, double weight) {}

    /**
     * What one item of the user's history adds.
     *
     * @param sharedTokens the tokens that it has in common with the explained item
     */
    public record HistoryPart(ItemId item, double contribution, List<TokenId> sharedTokens) {
        public HistoryPart {
            sharedTokens = List.copyOf(sharedTokens);
        }
    }

    /** What one token of the explained item adds. */
    public record TokenPart(TokenId token, double contribution) {}

    /**
     * A token of the explained item that items of the history carry too.
     *
     * @param historyItems who carries it, those that add most to the score first
     * @param contribution what the token adds; null where no tokens are in the item's score
     */
    public record SharedToken(
            TokenId token,
            List<ItemId> historyItems,
            @Nullable Double contribution) {
        public SharedToken {
            historyItems = List.copyOf(historyItems);
        }
    }

    public Explanation {
        attention = List.copyOf(attention);
        history = List.copyOf(history);
        tokens = List.copyOf(tokens);
        sharedTokens = List.copyOf(sharedTokens);
    }
}
