package dev.tessera.server.http;

import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.TokenId;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.server.explain.Explanation;
import dev.tessera.server.fixture.ShopRecommendations;
import dev.tessera.server.serving.Counterfactual;
import dev.tessera.server.serving.ItemFilter;
import dev.tessera.server.serving.Outcome;
import dev.tessera.server.serving.Question;
import dev.tessera.server.serving.RecommendationPage;
import dev.tessera.server.serving.RecommendationQuery;
import dev.tessera.server.serving.RecommendationService;
import dev.tessera.server.snapshot.Catalogue;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Answers only when it is told to, or after some time. */
final class SlowRecommendations implements RecommendationService {
    private final RecommendationService quick;
    final CountDownLatch go = new CountDownLatch(1);
    final AtomicInteger asked = new AtomicInteger();

    SlowRecommendations(Graph graph) {
        quick = new ShopRecommendations(graph);
    }

    @Override
    public Outcome<RecommendationPage> recommend(RecommendationQuery query) {
        asked.incrementAndGet();
        try {
            go.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return quick.recommend(query);
    }

    @Override
    public Outcome<RecommendationPage> similar(
            ItemId item, @Nullable ItemFilter where, int first, @Nullable String after) {
        HttpLimitsTest.pause(Duration.ofMillis(50));
        asked.incrementAndGet();
        return quick.similar(item, where, first, after);
    }

    @Override
    public RecommendationPage.Moment now() {
        return quick.now();
    }

    @Override
    public Outcome<Explanation> explain(Question question, RecommendationPage.Moment moment, ItemId item) {
        return quick.explain(question, moment, item);
    }

    @Override
    public List<Outcome<Explanation>> explain(
            Question question, RecommendationPage.Moment moment, List<RecommendationPage.Entry> entries) {
        return quick.explain(question, moment, entries);
    }

    @Override
    public Outcome<Counterfactual> counterfactual(
            Question question, RecommendationPage.Moment moment, ItemId item, Set<ItemId> removed, Set<TokenId> muted) {
        return quick.counterfactual(question, moment, item, removed, muted);
    }

    @Override
    public List<TokenId> sharedTokens(ItemId item, ItemId other) {
        return quick.sharedTokens(item, other);
    }

    @Override
    public BitSet shown(@Nullable ItemFilter where) {
        return quick.shown(where);
    }

    @Override
    public Catalogue catalogue() {
        return quick.catalogue();
    }
}
