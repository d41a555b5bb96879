package dev.tessera.server.serving;

import dev.tessera.graphmodel.kernel.TopK;
import dev.tessera.server.serving.RecommendationPage.Source;
import dev.tessera.server.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The order of all items that may be shown: first those that the model scores, by falling score, ties by id; then the
 * others by popularity.
 */
final class Ranking {
    /** Past this many places, sorting everything is quicker than keeping the best. */
    private static final int SORT_FROM = 1_000;

    private final Snapshot snapshot;
    private final BitSet masked;
    private final float @Nullable [] scores;
    private final Source source;

    /** An item and its place. */
    record Place(int item, float score, Source source) {}

    /**
     * @param masked items that must not be shown
     * @param scores by item; negative infinity where the model has nothing to say; null: popularity alone
     * @param source what the scores come from
     */
    Ranking(Snapshot snapshot, BitSet masked, float @Nullable [] scores, Source source) {
        this.snapshot = snapshot;
        this.masked = masked;
        this.scores = scores;
        this.source = source;
    }

    /** {@return the places from {@code from}, up to but not including {@code until}, as far as there are items} */
    List<Place> places(int from, int until) {
        List<Place> places = new ArrayList<>();
        int scored = 0;
        if (scores != null) {
            float[] candidates = candidates(scores);
            int[] best = best(candidates, until);
            scored = best.length;
            for (int k = from; k < scored; k++) {
                places.add(new Place(best[k], candidates[best[k]], source));
            }
        }
        addPopular(places, Math.max(from - scored, 0), until - Math.max(from, scored));
        return places;
    }

    /** {@return the item's place, from 1, or null where it must not be shown} */
    @Nullable
    Integer rankOf(int item) {
        if (masked.get(item)) {
            return null;
        }
        int before = 0;
        for (int other = 0; other < items(); other++) {
            before += !masked.get(other) && isAhead(other, item) ? 1 : 0;
        }
        return before + 1;
    }

    private boolean isAhead(int other, int item) {
        if (isScored(other) != isScored(item)) {
            return isScored(other);
        }
        float otherScore = isScored(other) && scores != null ? scores[other] : snapshot.popularity(other);
        float itemScore = isScored(item) && scores != null ? scores[item] : snapshot.popularity(item);
        return otherScore > itemScore || (otherScore == itemScore && other < item);
    }

    private boolean isScored(int item) {
        return scores != null && scores[item] != Float.NEGATIVE_INFINITY;
    }

    private int items() {
        return snapshot.catalogue().items().size();
    }

    private float[] candidates(float[] all) {
        float[] candidates = all.clone();
        masked.stream().forEach(item -> candidates[item] = Float.NEGATIVE_INFINITY);
        return candidates;
    }

    private int[] best(float[] candidates, int count) {
        if (count <= SORT_FROM) {
            return new TopK(count).select(candidates, 0, items()).indices();
        }
        return IntStream.range(0, items())
                .filter(i -> candidates[i] != Float.NEGATIVE_INFINITY)
                .boxed()
                .sorted((a, b) -> candidates[a] == candidates[b]
                        ? Integer.compare(a, b)
                        : Float.compare(candidates[b], candidates[a]))
                .limit(count)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Adds popular items that the model does not score; {@code skip} of them were on earlier pages. */
    private void addPopular(List<Place> places, int skip, int count) {
        int passed = 0;
        for (int place = 0; place < items() && count > passed - skip; place++) {
            int item = snapshot.popular(place);
            if (!isScored(item) && !masked.get(item) && passed++ >= skip) {
                places.add(new Place(item, snapshot.popularity(item), Source.FALLBACK_POPULAR));
            }
        }
    }
}
