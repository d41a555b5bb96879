package dev.tessera.server.serving;

import dev.tessera.graphmodel.kernel.TopK;
import dev.tessera.server.serving.Cursor.Position;
import dev.tessera.server.serving.RecommendationPage.Source;
import dev.tessera.server.snapshot.Catalogue;
import dev.tessera.server.snapshot.PopularItems;
import dev.tessera.server.snapshot.ServedModel;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The order of all items that may be shown: first those that the model scores, by falling score, ties by id; then the
 * others by popularity.
 */
final class Ranking {
    private final Catalogue catalogue;
    private final BitSet allowed;
    private final float @Nullable [] scores;
    private final Source source;
    private final @Nullable PopularItems popular;

    /** An item and its place. */
    record Place(int item, float score, Source source) {
        boolean isPopular() {
            return source == Source.FALLBACK_POPULAR;
        }
    }

    /**
     * @param allowed the rows that may be shown
     * @param scores by row; {@link ServedModel#UNKNOWN} where the model has nothing to say; null: popularity alone
     * @param source what the scores come from
     * @param popular ranks what the model does not score; null: that is left out
     */
    Ranking(
            Catalogue catalogue,
            BitSet allowed,
            float @Nullable [] scores,
            Source source,
            @Nullable PopularItems popular) {
        this.catalogue = catalogue;
        this.allowed = allowed;
        this.scores = scores;
        this.source = source;
        this.popular = popular;
    }

    /** {@return the same order of other rows} */
    Ranking of(BitSet others) {
        return new Ranking(catalogue, others, scores, source, popular);
    }

    /** {@return the next places, at most {@code count}, from the first or from after a position} */
    List<Place> places(int count, Position.@Nullable After after) {
        List<Place> places = new ArrayList<>();
        boolean isPastScored = after != null && after.isPopular();
        if (scores != null && !isPastScored) {
            places.addAll(scored(scores, count, after));
        }
        if (popular != null && places.size() < count) {
            addPopular(popular, count, isPastScored ? after : null, places);
        }
        return places;
    }

    private List<Place> scored(float[] all, int count, Position.@Nullable After after) {
        float[] candidates = after == null ? all : behind(after, all);
        int ordered = catalogue.orderedSize();
        List<Place> places = new ArrayList<>();
        for (int row : new TopK(count)
                .select(candidates, 0, ordered, allowed.toLongArray())
                .indices()) {
            places.add(new Place(row, candidates[row], source));
        }
        if (catalogue.size() == ordered) {
            return places;
        }
        for (int row = allowed.nextSetBit(ordered); row >= 0; row = allowed.nextSetBit(row + 1)) {
            if (candidates[row] != ServedModel.UNKNOWN) {
                places.add(new Place(row, candidates[row], source));
            }
        }
        places.sort(byScore());
        return places.subList(0, Math.min(count, places.size()));
    }

    /** {@return the scores of what comes after a position; the others are unknown in it} */
    private float[] behind(Position.After after, float[] all) {
        float[] behind = all.clone();
        for (int row = 0; row < catalogue.size(); row++) {
            boolean isAhead = behind[row] > after.score()
                    || (behind[row] == after.score() && catalogue.idOf(row).compareTo(after.item()) <= 0);
            if (isAhead) {
                behind[row] = ServedModel.UNKNOWN;
            }
        }
        return behind;
    }

    private Comparator<Place> byScore() {
        return Comparator.comparingDouble((Place p) -> -(double) p.score())
                .thenComparing((a, b) -> catalogue.compareIds(a.item(), b.item()));
    }

    private void addPopular(PopularItems ranked, int count, Position.@Nullable After after, List<Place> places) {
        List<Place> unranked = new ArrayList<>();
        for (int row = ranked.size(); row < catalogue.size(); row++) {
            if (isPopular(row, ranked, after)) {
                unranked.add(new Place(row, 0, Source.FALLBACK_POPULAR));
            }
        }
        unranked.sort(byScore());
        int next = 0;
        for (int place = 0; place < ranked.size() && places.size() < count; place++) {
            int row = ranked.rowAt(place);
            if (!isPopular(row, ranked, after)) {
                continue;
            }
            var ranking = new Place(row, ranked.count(row), Source.FALLBACK_POPULAR);
            while (next < unranked.size() && byScore().compare(unranked.get(next), ranking) < 0) {
                places.add(unranked.get(next++));
            }
            places.add(ranking);
        }
        places.addAll(unranked.subList(next, unranked.size()));
        if (places.size() > count) {
            places.subList(count, places.size()).clear();
        }
    }

    /** {@return true where the row stands in the order by popularity, after the position} */
    private boolean isPopular(int row, PopularItems ranked, Position.@Nullable After after) {
        if (!allowed.get(row) || isScored(row)) {
            return false;
        }
        int users = ranked.count(row);
        return after == null
                || users < after.score()
                || (users == after.score() && catalogue.idOf(row).compareTo(after.item()) > 0);
    }

    /** {@return the item's place, from 1, or null where it must not be shown} */
    @Nullable
    Integer rankOf(int item) {
        if (!allowed.get(item) || (!isScored(item) && popular == null)) {
            return null;
        }
        int before = 0;
        for (int other = allowed.nextSetBit(0); other >= 0; other = allowed.nextSetBit(other + 1)) {
            before += isAhead(other, item) ? 1 : 0;
        }
        return before + 1;
    }

    private boolean isAhead(int other, int item) {
        if (isScored(other) != isScored(item)) {
            return isScored(other);
        }
        float otherScore = scoreOf(other);
        float itemScore = scoreOf(item);
        return otherScore > itemScore || (otherScore == itemScore && catalogue.compareIds(other, item) < 0);
    }

    /** {@return what the item is ordered by: its score, else its popularity} */
    float scoreOf(int item) {
        if (scores != null && isScored(item)) {
            return scores[item];
        }
        return popular == null ? 0 : popular.count(item);
    }

    boolean isScored(int item) {
        return scores != null && scores[item] != ServedModel.UNKNOWN;
    }
}
