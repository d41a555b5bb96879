package dev.tessera.server.serving;

import dev.tessera.graphmodel.domain.Csr;
import dev.tessera.graphmodel.domain.IdIndex;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.server.explain.Explainer;
import dev.tessera.server.explain.Explanation;
import dev.tessera.server.serving.RecommendationPage.Entry;
import dev.tessera.server.serving.RecommendationPage.Source;
import dev.tessera.server.snapshot.ServedModel;
import dev.tessera.server.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Answers out of the snapshot that is current when the question comes; a newer one takes over between questions. */
public final class SnapshotAnswers implements RecommendationService {
    private static final int MOST = 200;

    private volatile Snapshot current;

    public SnapshotAnswers(Snapshot first) {
        current = first;
    }

    /** Serves another snapshot from now on. */
    public void swap(Snapshot next) {
        current = next;
    }

    /** {@return the snapshot that is served now} */
    public Snapshot snapshot() {
        return current;
    }

    @Override
    public Outcome<RecommendationPage> recommend(RecommendationQuery query) {
        Snapshot snapshot = current;
        BitSet masked = masked(snapshot, query);
        Ranking ranking = ranking(snapshot, query.user(), masked);
        int question = Objects.hash(query.user(), new TreeSet<>(query.exclude()), query.includeSeen());
        return page(snapshot, ranking, question, query.first(), query.after());
    }

    private static Ranking ranking(Snapshot snapshot, UserId user, BitSet masked) {
        ServedModel model = snapshot.model();
        if (model == null || !model.knowsSomethingOf(user)) {
            return new Ranking(snapshot, masked, null, Source.FALLBACK_POPULAR);
        }
        return new Ranking(snapshot, masked, scores(snapshot, model, user), source(model, user));
    }

    private static Source source(ServedModel model, UserId user) {
        return model.wasTrainedOn(user) ? Source.MODEL : Source.COLD_START;
    }

    private static float[] scores(Snapshot snapshot, ServedModel model, UserId user) {
        float[] scores = model.scores(user);
        int items = snapshot.catalogue().items().size();
        for (int item = model.known().nextClearBit(0);
                item < items;
                item = model.known().nextClearBit(item + 1)) {
            scores[item] = Float.NEGATIVE_INFINITY;
        }
        return scores;
    }

    private static BitSet masked(Snapshot snapshot, RecommendationQuery query) {
        BitSet masked = snapshot.catalogue().hidden();
        for (ItemId excluded : query.exclude()) {
            int row = snapshot.catalogue().items().rowOf(excluded);
            if (row != IdIndex.ABSENT) {
                masked.set(row);
            }
        }
        if (!query.includeSeen()) {
            maskSeen(snapshot, query.user(), masked);
        }
        return masked;
    }

    private static void maskSeen(Snapshot snapshot, UserId user, BitSet masked) {
        Csr seen = snapshot.catalogue().seen();
        int row = snapshot.catalogue().users().rowOf(user);
        for (int item : row == IdIndex.ABSENT ? new int[0] : seen.row(row)) {
            masked.set(item);
        }
    }

    @Override
    public Outcome<RecommendationPage> similar(ItemId item, int first, @Nullable String after) {
        Snapshot snapshot = current;
        int row = snapshot.catalogue().items().rowOf(item);
        if (row == IdIndex.ABSENT || snapshot.isHidden(row)) {
            return new Outcome.NotFound<>("there is no item '" + item + "'");
        }
        ServedModel model = snapshot.model();
        if (model == null) {
            return new Outcome.NoActiveModel<>(
                    "no model with item vectors is active. Train one: tessera train --model lightgcn");
        }
        BitSet masked = snapshot.catalogue().hidden();
        masked.set(row);
        masked.or(unknown(snapshot, model));
        float[] likeness = model.likeness(row);
        if (likeness == null) {
            return new Outcome.Success<>(new RecommendationPage(snapshot.version(), List.of(), false, false));
        }
        Ranking ranking = new Ranking(snapshot, masked, likeness, Source.MODEL);
        return page(snapshot, ranking, Objects.hash("similar", item), first, after);
    }

    private static BitSet unknown(Snapshot snapshot, ServedModel model) {
        var unknown = (BitSet) model.known().clone();
        unknown.flip(0, snapshot.catalogue().items().size());
        return unknown;
    }

    @Override
    public Outcome<Explanation> explain(UserId user, ItemId item) {
        Snapshot snapshot = current;
        int row = snapshot.catalogue().items().rowOf(item);
        if (row == IdIndex.ABSENT || snapshot.isHidden(row)) {
            return new Outcome.NotFound<>("there is no item '" + item + "'");
        }
        BitSet masked = masked(snapshot, new RecommendationQuery(user, 1, null, java.util.Set.of(), false));
        ServedModel model = snapshot.model();
        Integer rank = ranking(snapshot, user, masked).rankOf(row);
        if (model == null || !model.knowsSomethingOf(user) || !model.known().get(row)) {
            return new Outcome.Success<>(Explainer.byPopularity(snapshot, row, rank));
        }
        float score = model.scores(user)[row];
        return new Outcome.Success<>(new Explainer(snapshot, model, user).explain(row, score, rank));
    }

    private static Outcome<RecommendationPage> page(
            Snapshot snapshot, Ranking ranking, int question, int first, @Nullable String after) {
        if (first < 1 || first > MOST) {
            return new Outcome.BadInput<>("first must be 1 to " + MOST + ", was " + first);
        }
        String version =
                snapshot.version() == null ? "none" : snapshot.version().value();
        int from = 0;
        if (after != null) {
            Cursor cursor = Cursor.decode(after);
            if (cursor == null) {
                return new Outcome.BadInput<>(
                        "after is no cursor of this API: '" + after + "'. Use a pageInfo.endCursor");
            }
            if (cursor.question() != question) {
                return new Outcome.BadInput<>(
                        "the cursor in after belongs to a question with other arguments than these."
                                + " Ask the first page anew");
            }
            if (!cursor.version().equals(version)) {
                return new Outcome.Conflict<>("the cursor in after belongs to model version " + cursor.version()
                        + ", and " + version + " is served now. Ask the first page anew");
            }
            from = Math.min(cursor.place(), snapshot.catalogue().items().size());
        }
        return new Outcome.Success<>(entries(snapshot, ranking, version, question, first, from));
    }

    private static RecommendationPage entries(
            Snapshot snapshot, Ranking ranking, String version, int question, int first, int from) {
        List<Ranking.Place> places = ranking.places(from, from + first + 1);
        List<Entry> entries = new ArrayList<>();
        for (int k = 0; k < Math.min(first, places.size()); k++) {
            Ranking.Place place = places.get(k);
            entries.add(new Entry(
                    new Cursor(version, question, from + k + 1).encode(),
                    snapshot.catalogue().items().idOf(place.item()),
                    place.score(),
                    from + k + 1,
                    place.source()));
        }
        return new RecommendationPage(snapshot.version(), entries, places.size() > first, from > 0);
    }
}
