package dev.tessera.training.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tessera.graphmodel.domain.Csr;
import dev.tessera.training.fixture.Subgraphs;
import dev.tessera.training.recommender.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SamplersTest {
    private static final Csr TRAIN = Subgraphs.planted(30, 60, 3, 1).train();

    /** The edges of an epoch in their order, each with its negative. */
    private static List<List<Integer>> triples(int epoch, long seed, int batchSize) {
        List<List<Integer>> triples = new ArrayList<>();
        for (Batch batch : new BatchSampler(TRAIN, batchSize, seed).epoch(epoch)) {
            for (int k = 0; k < batch.size(); k++) {
                triples.add(List.of(batch.users()[k], batch.positives()[k], batch.negatives()[k]));
            }
        }
        return triples;
    }

    @Test
    void a_negative_is_drawn_evenly_from_what_the_user_has_not_learned_from() {
        Csr train = Csr.of(1, 6, new int[] {0, 0}, new int[] {1, 4});
        var sampler = new NegativeSampler(train);
        var random = new SplittableRandom(2);
        int[] drawn = new int[6];
        for (int k = 0; k < 40_000; k++) {
            drawn[sampler.draw(0, random)]++;
        }
        assertThat(drawn[1]).isZero();
        assertThat(drawn[4]).isZero();
        for (int item : new int[] {0, 2, 3, 5}) {
            // five standard deviations, sqrt(40000 * 1/4 * 3/4) = 87, around the mean
            assertThat(drawn[item]).isBetween(10_000 - 435, 10_000 + 435);
        }
    }

    @Test
    void a_user_who_has_everything_gets_any_item() {
        Csr train = Csr.of(1, 2, new int[] {0, 0}, new int[] {0, 1});
        assertThat(new NegativeSampler(train).draw(0, new SplittableRandom(1))).isBetween(0, 1);
    }

    @Test
    void an_epoch_has_every_interaction_once_and_no_negative_that_was_learned_from() {
        List<List<Integer>> triples = triples(1, 5, 64);
        assertThat(triples).hasSize(TRAIN.size()).hasSize(240);
        assertThat(triples.stream().map(t -> t.subList(0, 2)).distinct()).hasSize(240);
        assertThat(triples).allMatch(t -> TRAIN.contains(t.get(0), t.get(1)) && !TRAIN.contains(t.get(0), t.get(2)));
    }

    @Test
    void batches_are_full_but_for_the_last() {
        var sampler = new BatchSampler(TRAIN, 64, 5);
        List<Integer> sizes = new ArrayList<>();
        sampler.epoch(1).forEach(b -> sizes.add(b.size()));
        assertThat(sizes).containsExactly(64, 64, 64, 48);
        assertThat(sampler.batches()).isEqualTo(4);
        assertThat(new BatchSampler(TRAIN, 240, 5).batches()).isEqualTo(1);
    }

    @Test
    void seed_and_epoch_alone_decide_the_order_and_the_negatives() {
        assertThat(triples(3, 5, 64)).isEqualTo(triples(3, 5, 64));
        assertThat(triples(4, 5, 64)).isNotEqualTo(triples(3, 5, 64));
        assertThat(triples(3, 6, 64)).isNotEqualTo(triples(3, 5, 64));
    }
}
