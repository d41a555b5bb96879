package dev.tessera.server.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tessera.graphmodel.domain.CodebookId;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.domain.TokenId;
import dev.tessera.graphmodel.token.TokenCodes;
import dev.tessera.server.serving.Diversifier.Penalised;
import dev.tessera.server.serving.Ranking.Place;
import dev.tessera.server.serving.RecommendationPage.Source;
import dev.tessera.server.snapshot.ItemTokens;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DiversifierTest {
    private static final CodebookId CODEBOOK = new CodebookId("book");

    /** Items by their tokens: 0 (0, 3), 1 (0, 4), 2 (1, 5), 3 (0, 3). */
    private static final ItemTokens TOKENS = ItemTokens.of(new TokenCodes(
            CODEBOOK,
            IntStream.range(0, 6)
                    .mapToObj(t -> new TokenId(CODEBOOK, Modality.TEXT, t / 3, t % 3))
                    .toList(),
            List.of(Modality.TEXT, Modality.TEXT),
            new int[] {0, 3, 0, 4, 1, 5, 0, 3}));

    /** The scores spread over 10 - 5, so all tokens in common cost 0.5 * 5 = 2.5, and one of two costs 1.25. */
    @Test
    void the_penalty_is_diversity_times_the_spread_of_the_scores_times_the_greatest_overlap_with_one_before() {
        List<Place> places = List.of(place(0, 10), place(1, 7), place(2, 6), place(3, 5));
        assertThat(new Diversifier(TOKENS, 0.5).rerank(places))
                .containsExactly(
                        new Penalised(places.get(0), 0),
                        new Penalised(places.get(2), 0),
                        new Penalised(places.get(1), 1.25),
                        new Penalised(places.get(3), 2.5));
    }

    private static Place place(int item, float score) {
        return new Place(item, score, Source.MODEL);
    }
}
