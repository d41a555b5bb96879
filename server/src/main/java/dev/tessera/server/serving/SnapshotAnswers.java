package dev.tessera.server.serving;

import dev.tessera.graphmodel.domain.IdIndex;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.TokenId;
import dev.tessera.server.explain.Explainer;
import dev.tessera.server.explain.Explanation;
import dev.tessera.server.serving.Diversifier.Penalised;
import dev.tessera.server.serving.Ranking.Place;
import dev.tessera.server.serving.RecommendationPage.Entry;
import dev.tessera.server.serving.RecommendationPage.Moment;
import dev.tessera.server.serving.RecommendationPage.Source;
import dev.tessera.server.snapshot.Catalogue;
import dev.tessera.server.snapshot.Generation;
import dev.tessera.server.snapshot.ItemTokens;
import dev.tessera.server.snapshot.ServedModel;
import dev.tessera.server.snapshot.Snapshot;
import dev.tessera.server.snapshot.Taste;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers out of the snapshot that is current when the question comes; a newer one takes over between questions. */
public final class SnapshotAnswers implements RecommendationService {
    private static final int MOST = 200;

    private final Supplier<Snapshot> current;
    private final CursorKey key;
    private volatile @Nullable Filters filters;

    /** @param current gives the snapshot to answer from, the same until something changes */
    public SnapshotAnswers(Supplier<Snapshot> current, CursorKey key) {
        this.current = current;
        this.key = key;
    }

    /** {@return the snapshot that is served now} */
    public Snapshot snapshot() {
        return current.get();
    }

    @Override
    public Catalogue catalogue() {
        return snapshot().catalogue();
    }

    @Override
    public BitSet shown(@Nullable ItemFilter where) {
        Snapshot snapshot = snapshot();
        BitSet shown = snapshot.catalogue().shown();
        if (where != null) {
            shown.and(filters(snapshot, snapshot.active()).rows(where));
        }
        return shown;
    }

    private Filters filters(Snapshot snapshot, Generation generation) {
        Filters known = filters;
        if (known == null || !known.areOf(snapshot.catalogue(), generation)) {
            known = new Filters(snapshot.catalogue(), generation);
            filters = known;
        }
        return known;
    }

    @Override
    public Moment now() {
        return now(snapshot());
    }

    private static Moment now(Snapshot snapshot) {
        return new Moment(snapshot.load(), snapshot.active().version(), snapshot.sequence());
    }

    private static @Nullable Generation generation(Snapshot snapshot, Moment moment) {
        return snapshot.generation(moment.version(), moment.sequence());
    }

    private static boolean isHeld(Snapshot snapshot, Moment moment) {
        return moment.load().equals(snapshot.load())
                && moment.sequence() >= snapshot.catalogue().firstKnownMoment()
                && generation(snapshot, moment) != null;
    }

    private static Moment heldOrNow(Snapshot snapshot, Moment moment) {
        return isHeld(snapshot, moment) ? moment : now(snapshot);
    }

    @Override
    public Outcome<RecommendationPage> recommend(RecommendationQuery query) {
        Snapshot snapshot = snapshot();
        if (!(query.diversity() >= 0 && query.diversity() <= 1)) {
            return new Outcome.BadInput<>("diversity must be 0 to 1, was " + query.diversity());
        }
        long hash = Cursor.hash(Canonical.of(query.question(), query.diversity()));
        return begun(snapshot, hash, query.first(), query.after())
                .then(begun -> asked(snapshot, begun.moment(), query.question())
                        .then(inquiry -> page(snapshot, inquiry, begun, query)));
    }

    private Outcome<Inquiry> asked(Snapshot snapshot, Moment moment, Question question) {
        Generation generation = generation(snapshot, moment);
        return Inquiry.of(
                snapshot, filters(snapshot, generation == null ? snapshot.active() : generation), moment, question);
    }

    private Outcome<RecommendationPage> page(
            Snapshot snapshot, Inquiry inquiry, Begun begun, RecommendationQuery query) {
        var pages = new Pages(snapshot.catalogue(), key, begun.moment(), begun.question());
        if (query.diversity() == 0) {
            return new Outcome.Success<>(
                    pages.plain(inquiry.ranking(), inquiry::plainScore, query.first(), begun.after()));
        }
        ItemTokens tokens = inquiry.generation().tokens();
        if (tokens == null) {
            return new Outcome.BadInput<>(
                    "diversity needs tokens, and there is no codebook. Make one: tessera tokenize. Or leave diversity out");
        }
        BitSet then = inquiry.allowedThen(filters(snapshot, inquiry.generation()), query.question());
        List<Place> window = ofOneSource(inquiry.ranking().of(then).places(Diversifier.WINDOW, null));
        List<Penalised> ranked = new Diversifier(tokens, query.diversity()).rerank(window);
        return pages.diverse(
                ranked,
                window.isEmpty() ? null : window.getLast(),
                inquiry.allowed(),
                inquiry.ranking(),
                inquiry::plainScore,
                query.first(),
                begun.after());
    }

    /** Scores and popularity are on different scales, so the window ends where one gives way to the other. */
    private static List<Place> ofOneSource(List<Place> places) {
        return places.stream()
                .takeWhile(p -> p.isPopular() == places.getFirst().isPopular())
                .toList();
    }

    @Override
    public Outcome<RecommendationPage> similar(
            ItemId item, @Nullable ItemFilter where, int first, @Nullable String after) {
        Snapshot snapshot = snapshot();
        int row = snapshot.catalogue().rowOf(item);
        if (row == IdIndex.ABSENT || !snapshot.catalogue().isShown(row)) {
            return new Outcome.NotFound<>("there is no item '" + item + "'");
        }
        return begun(snapshot, Cursor.hash(Canonical.of(item, where)), first, after)
                .then(begun -> similar(snapshot, row, where, first, begun));
    }

    private Outcome<RecommendationPage> similar(
            Snapshot snapshot, int row, @Nullable ItemFilter where, int first, Begun begun) {
        Generation generation = generation(snapshot, begun.moment());
        ServedModel model = generation == null ? null : generation.model();
        if (generation == null || model == null) {
            return new Outcome.NoActiveModel<>(
                    "no model with item vectors is active. Train one: tessera train --model lightgcn");
        }
        float[] likeness =
                model.likeness(row, snapshot.catalogue().size(), begun.moment().sequence());
        if (likeness == null) {
            return new Outcome.Success<>(new RecommendationPage(begun.moment(), List.of(), false, false));
        }
        BitSet allowed = snapshot.catalogue().shown();
        allowed.clear(row);
        if (where != null) {
            allowed.and(filters(snapshot, generation).rows(where));
        }
        var ranking = new Ranking(snapshot.catalogue(), allowed, likeness, Source.MODEL, null);
        var pages = new Pages(snapshot.catalogue(), key, begun.moment(), begun.question());
        return new Outcome.Success<>(pages.plain(ranking, other -> likeness[other], first, begun.after()));
    }

    @Override
    public List<TokenId> sharedTokens(ItemId item, ItemId other) {
        Snapshot snapshot = snapshot();
        ItemTokens tokens = snapshot.active().tokens();
        int row = snapshot.catalogue().rowOf(item);
        int otherRow = snapshot.catalogue().rowOf(other);
        return tokens == null || row == IdIndex.ABSENT || otherRow == IdIndex.ABSENT
                ? List.of()
                : tokens.shared(row, otherRow);
    }

    @Override
    public Outcome<Explanation> explain(Question question, Moment moment, ItemId item) {
        Snapshot snapshot = snapshot();
        return shownRow(snapshot, item).then(row -> asked(snapshot, heldOrNow(snapshot, moment), question)
                .then(inquiry -> new Outcome.Success<>(inquiry.explain(
                        inquiry.explainer(), row, inquiry.ranking().rankOf(row), 0))));
    }

    private static Outcome<Integer> shownRow(Snapshot snapshot, ItemId item) {
        int row = snapshot.catalogue().rowOf(item);
        return row == IdIndex.ABSENT || !snapshot.catalogue().isShown(row)
                ? new Outcome.NotFound<>("there is no item '" + item + "'")
                : new Outcome.Success<>(row);
    }

    @Override
    public List<Outcome<Explanation>> explain(Question question, Moment moment, List<Entry> entries) {
        Snapshot snapshot = snapshot();
        Outcome<Inquiry> asked = asked(snapshot, heldOrNow(snapshot, moment), question);
        Explainer explainer = asked instanceof Outcome.Success<Inquiry>(Inquiry inquiry) ? inquiry.explainer() : null;
        List<Outcome<Explanation>> explanations = new ArrayList<>();
        for (Entry entry : entries) {
            explanations.add(asked.then(inquiry -> shownRow(snapshot, entry.item())
                    .then(row -> new Outcome.Success<>(
                            inquiry.explain(explainer, row, entry.rank(), entry.diversityPenalty())))));
        }
        return explanations;
    }

    @Override
    public Outcome<Counterfactual> counterfactual(
            Question question, Moment moment, ItemId item, Set<ItemId> removed, Set<TokenId> muted) {
        Snapshot snapshot = snapshot();
        Moment held = heldOrNow(snapshot, moment);
        Map<TokenId, Double> steer = new HashMap<>(question.steer());
        muted.forEach(token -> steer.put(token, 0.0));
        var steered =
                new Question(question.audience(), question.where(), question.exclude(), question.includeSeen(), steer);
        return shownRow(snapshot, item).then(row -> asked(snapshot, held, question)
                .then(before -> asked(snapshot, held, steered).then(muting -> without(snapshot, removed, muting)
                        .then(taste ->
                                new Outcome.Success<>(compare(row, before, before.with(taste, muting.steer())))))));
    }

    private static Outcome<Taste> without(Snapshot snapshot, Set<ItemId> removed, Inquiry inquiry) {
        Taste taste = inquiry.taste();
        var chosen = new BitSet();
        for (int row : taste.liked()) {
            chosen.set(row);
        }
        for (int row : taste.disliked()) {
            chosen.set(row);
        }
        var rows = new BitSet();
        for (ItemId item : removed) {
            int row = snapshot.catalogue().rowOf(item);
            if (row == IdIndex.ABSENT || !chosen.get(row)) {
                return new Outcome.BadInput<>(
                        "removeItems has '" + item + "', which is not in the history. Take items that history lists");
            }
            rows.set(row);
        }
        return new Outcome.Success<>(taste.without(rows));
    }

    private static Counterfactual compare(int row, Inquiry before, Inquiry after) {
        return new Counterfactual(
                after.ranking().scoreOf(row),
                after.ranking().rankOf(row),
                before.ranking().scoreOf(row),
                before.ranking().rankOf(row));
    }

    /**
     * Where a page begins.
     *
     * @param moment of the first page
     * @param after null for the first page
     */
    private record Begun(
            Moment moment, long question, @Nullable Cursor after) {}

    private Outcome<Begun> begun(Snapshot snapshot, long question, int first, @Nullable String after) {
        if (first < 1 || first > MOST) {
            return new Outcome.BadInput<>("first must be 1 to " + MOST + ", was " + first);
        }
        if (after == null) {
            return new Outcome.Success<>(new Begun(now(snapshot), question, null));
        }
        Cursor cursor = Cursor.decode(after, key);
        if (cursor == null) {
            return new Outcome.BadInput<>(
                    "after is no cursor of this API: " + quoted(after) + ". Use a pageInfo.endCursor");
        }
        if (cursor.question() != question) {
            return new Outcome.BadInput<>("the cursor in after belongs to a question with other arguments than these."
                    + " Ask the first page anew");
        }
        return isHeld(snapshot, cursor.moment())
                ? new Outcome.Success<>(new Begun(cursor.moment(), question, cursor))
                : new Outcome.Conflict<>("what the page of this cursor was ranked by, model version "
                        + cursor.moment().version() + ", is not held any more. Ask the first page anew");
    }

    private static String quoted(String text) {
        return text.length() <= 100 ? "'" + text + "'" : "'" + text.substring(0, 100) + "...'";
    }
}
