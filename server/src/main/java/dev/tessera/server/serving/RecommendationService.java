package dev.tessera.server.serving;

import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.TokenId;
import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.server.explain.Explanation;
import dev.tessera.server.serving.RecommendationPage.Entry;
import dev.tessera.server.serving.RecommendationPage.Moment;
import dev.tessera.server.snapshot.Catalogue;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The questions about users and items that a model answers. Thread-safe; no call waits for the graph. */
public interface RecommendationService {
    /** {@return recommendations; popular items for somebody of whom nothing is known} */
    Outcome<RecommendationPage> recommend(RecommendationQuery query);

    /**
     * {@return the items whose vectors point most nearly the same way, scores in -1..1}
     *
     * @param where which items; null: all
     * @param after the cursor of the last item of the page before, or null
     */
    Outcome<RecommendationPage> similar(ItemId item, @Nullable ItemFilter where, int first, @Nullable String after);

    /** {@return what a first page would be ranked by} */
    Moment now();

    /**
     * {@return why the item has its score, whether or not it would be recommended}
     *
     * @param moment of which it is; where that is not held any more, of now
     */
    Outcome<Explanation> explain(Question question, Moment moment, ItemId item);

    /** {@return the same as of now} */
    default Outcome<Explanation> explain(Question question, ItemId item) {
        return explain(question, now(), item);
    }

    /** {@return the same for a user, asked plainly} */
    default Outcome<Explanation> explain(UserId user, ItemId item) {
        return explain(Question.of(user), item);
    }

    /** {@return why entries of a page have their scores, in their order; as of the moment of the page} */
    List<Outcome<Explanation>> explain(Question question, Moment moment, List<Entry> entries);

    /**
     * {@return the item's score and rank without some items of the history and with some tokens muted}
     *
     * @param moment that of the explanation which this is held against
     */
    Outcome<Counterfactual> counterfactual(
            Question question, Moment moment, ItemId item, Set<ItemId> removed, Set<TokenId> muted);

    /** {@return the tokens of the codebook in use that two items have in common; none where one of them is not here} */
    List<TokenId> sharedTokens(ItemId item, ItemId other);

    /** {@return the items that a filter lets through and that may be shown, by catalogue row} */
    BitSet shown(@Nullable ItemFilter where);

    /** {@return the items as they are now} */
    Catalogue catalogue();
}
