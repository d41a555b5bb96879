package dev.tessera.server.serving;

import dev.tessera.server.serving.Ranking.Place;
import dev.tessera.server.snapshot.ItemTokens;
import java.util.ArrayList;
import java.util.List;

/**
 * Re-ranks the first places so that items with tokens in common stand apart: maximal marginal relevance (Carbonell and
 * Goldstein, 1998). The next is always the place with the greatest score - penalty, where
 *
 * <pre>penalty = diversity * (best score - worst score) * the greatest overlap of tokens with one placed before</pre>
 */
final class Diversifier {
    /** How many places are re-ranked. */
    static final int WINDOW = 200;

    private final ItemTokens tokens;
    private final double diversity;

    /** A place and what it lost for being like others above it. */
    record Penalised(Place place, double penalty) {}

    Diversifier(ItemTokens tokens, double diversity) {
        this.tokens = tokens;
        this.diversity = diversity;
    }

    /** {@return the places re-ranked; those must be of one source, best first} */
    List<Penalised> rerank(List<Place> places) {
        List<Penalised> ranked = new ArrayList<>();
        if (places.isEmpty()) {
            return ranked;
        }
        double scale = diversity * (places.getFirst().score() - places.getLast().score());
        double[] overlaps = new double[places.size()];
        List<Integer> indices = new ArrayList<>();
        for (int k = 0; k < overlaps.length; k++) {
            indices.add(k);
        }
        while (!indices.isEmpty()) {
            int best = best(indices, places, overlaps, scale);
            indices.remove((Integer) best);
            ranked.add(new Penalised(places.get(best), scale * overlaps[best]));
            for (int other : indices) {
                double overlap = tokens.overlap(
                        places.get(best).item(), places.get(other).item());
                overlaps[other] = Math.max(overlaps[other], overlap);
            }
        }
        return ranked;
    }

    /** {@return of equal ones the first} */
    private static int best(List<Integer> indices, List<Place> places, double[] overlaps, double scale) {
        int best = indices.getFirst();
        for (int k : indices) {
            double value = places.get(k).score() - scale * overlaps[k];
            if (value > places.get(best).score() - scale * overlaps[best]) {
                best = k;
            }
        }
        return best;
    }
}
