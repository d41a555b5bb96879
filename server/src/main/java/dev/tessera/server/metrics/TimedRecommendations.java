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
import dev.tessera.server.trace.Step;
import dev.tessera.server.trace.Tracing;
import io.micrometer.core.instrument.Timer;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The same answers, with the time that each kind of question took: filters, scores and ranking, without GraphQL. It is counted,
 * and told as a part of the request's trace.
 */
public final class TimedRecommendations implements RecommendationService {
    private final RecommendationService answers;
    private final Timed recommend;
    private final Timed similar;
    private final Timed explain;
    private final Timed counterfactual;

    public TimedRecommendations(RecommendationService answers, ServerMetrics metrics, Tracing tracing) {
        this.answers = answers;
        recommend = timed("recommend", metrics, tracing);
        similar = timed("similar", metrics, tracing);
        explain = timed("explain", metrics, tracing);
        counterfactual = timed("counterfactual", metrics, tracing);
    }

    private static Timed timed(String question, ServerMetrics metrics, Tracing tracing) {
        Timer timer = metrics.timer(
                "tessera.scoring", "Time to filter, score and rank, or to explain, by question", "question", question);
        return new Timed(question, timer, tracing);
    }

    /** One kind of question. */
    private record Timed(String question, Timer timer, Tracing tracing) {
        <T> T record(Supplier<T> work) {
            try (Step _ = tracing.part(question)) {
                return timer.record(work);
            }
        }
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
