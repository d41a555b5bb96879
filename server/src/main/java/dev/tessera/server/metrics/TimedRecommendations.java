package dev.tessera.server.metrics;

import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.TokenId;
import dev.tessera.server.explain.Explanation;
import dev.tessera.server.serving.Counterfactual;
import dev.tessera.server.serving.ItemFilter;
import dev.tessera.server.serving.Outcome;
import dev.tessera.server.serving.Question;
import dev.tessera.server.serving.RecommendationPage;
import dev.tessera.server.serving.RecommendationPage.Entry;
import dev.tessera.server.serving.RecommendationPage.Moment;
import dev.tessera.server.serving.RecommendationQuery;
import dev.tessera.server.serving.RecommendationService;
import dev.tessera.server.snapshot.Catalogue;
import io.micrometer.core.instrument.Timer;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The same answers, with the time that each kind of question took: filters, scores and ranking, without GraphQL. */
public final class TimedRecommendations implements RecommendationService {
    private final RecommendationService answers;
    private final Timer recommend;
    private final Timer similar;
    private final Timer explain;
    private final Timer counterfactual;

    public TimedRecommendations(RecommendationService answers, ServerMetrics metrics) {
        this.answers = answers;
        recommend = timer(metrics, "recommend");
        similar = timer(metrics, "similar");
        explain = timer(metrics, "explain");
        counterfactual = timer(metrics, "counterfactual");
    }

    private static Timer timer(ServerMetrics metrics, String question) {
        return metrics.timer(
                "tessera.scoring", "Time to filter, score and rank, or to explain, by question", "question", question);
    }

    @Override
    public Outcome<RecommendationPage> recommend(RecommendationQuery query) {
        return recommend.record(() -> answers.recommend(query));
    }

    @Override
    public Outcome<RecommendationPage> similar(
            ItemId item, @Nullable ItemFilter where, int first, @Nullable String after) {
        return similar.record(() -> answers.similar(item, where, first, after));
    }

    @Override
    public Moment now() {
        return answers.now();
    }

    @Override
    public Outcome<Explanation> explain(Question question, Moment moment, ItemId item) {
        return explain.record(() -> answers.explain(question, moment, item));
    }

    @Override
    public List<Outcome<Explanation>> explain(Question question, Moment moment, List<Entry> entries) {
        return explain.record(() -> answers.explain(question, moment, entries));
    }

    @Override
    public Outcome<Counterfactual> counterfactual(
            Question question, Moment moment, ItemId item, Set<ItemId> removed, Set<TokenId> muted) {
        return counterfactual.record(() -> answers.counterfactual(question, moment, item, removed, muted));
    }

    @Override
    public List<TokenId> sharedTokens(ItemId item, ItemId other) {
        return answers.sharedTokens(item, other);
    }

    @Override
    public BitSet shown(@Nullable ItemFilter where) {
        return answers.shown(where);
    }

    @Override
    public Catalogue catalogue() {
        return answers.catalogue();
    }
}
