package dev.tessera.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tessera.graphmodel.domain.Csr;
import dev.tessera.graphmodel.domain.Features;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.training.TrainingException;
import dev.tessera.training.fixture.Subgraphs;
import dev.tessera.training.recommender.CrossScope;
import dev.tessera.training.recommender.EncodedItem;
import dev.tessera.training.recommender.Factorised;
import dev.tessera.training.recommender.IdentityKind;
import dev.tessera.training.recommender.ModelKind;
import dev.tessera.training.recommender.NewItem;
import dev.tessera.training.recommender.Particulars;
import dev.tessera.training.recommender.Popularity;
import dev.tessera.training.recommender.RecommenderSpec;
import dev.tessera.training.tensor.ComputeDevice;
import dev.tessera.training.tensor.FanOut;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Users like items of their own group of eight; guessing finds a tenth of the test items, knowing the group nearly all. */
class TrainerTest {
    private static final Subgraph PLANTED = Subgraphs.planted(160, 200, 8, 4);

    private static TrainingConfig config(ModelKind kind, IdentityKind identity, int epochs, int patience, long seed) {
        var model = new RecommenderSpec(kind, identity, 16, 2, 1e-4f, 1, CrossScope.AGNOSTIC);
        return new TrainingConfig(model, 128, 0.02f, 1, epochs, patience, seed, ComputeDevice.CPU);
    }

    private static TrainingResult train(Subgraph subgraph, TrainingConfig config, TrainingListener listener) {
        return new Trainer(subgraph, config, CheckpointStore.none(), listener).run();
    }

    @ParameterizedTest
    @CsvSource({"BPR,ID", "LIGHTGCN,BOTH"})
    void it_keeps_the_epoch_that_was_best_on_validation(ModelKind kind, IdentityKind identity) {
        List<TrainingProgress> told = new ArrayList<>();
        TrainingResult result = train(PLANTED, config(kind, identity, 25, 25, 1), told::add);
        assertThat(result.test().get("recall@20")).isGreaterThan(0.7);
        assertThat(result.test().users()).isEqualTo(160);
        assertThat(told).hasSize(25).extracting(TrainingProgress::epoch).startsWith(1, 2, 3);
        assertThat(told.getLast().loss()).isLessThan(0.8 * told.getFirst().loss());
        double best = told.stream()
                .mapToDouble(p -> p.validation().get("recall@20"))
                .max()
                .orElseThrow();
        assertThat(told.get(result.bestEpoch() - 1).validation().get("recall@20"))
                .isEqualTo(best);
        assertThat(result.validation().get("recall@20")).isEqualTo(best);
    }

    @Test
    void sampled_neighbourhoods_teach_the_groups_too() {
        var model = new RecommenderSpec(
                ModelKind.LIGHTGCN,
                IdentityKind.ID,
                16,
                2,
                FanOut.parse("4+3"),
                1e-4f,
                1,
                CrossScope.AGNOSTIC,
                Set.of(Modality.TEXT),
                new Particulars.None());
        var config = new TrainingConfig(model, 128, 0.02f, 1, 25, 25, 1, ComputeDevice.CPU);
        TrainingResult result = train(PLANTED, config, TrainingListener.silent());
        assertThat(result.test().get("recall@20")).isGreaterThan(0.7);
    }

    /** Of the text's three columns two are left, and an item that comes later has all three. */
    @Test
    void a_new_item_is_encoded_from_whole_features_where_the_training_saw_reduced_ones() {
        Subgraph data = Subgraphs.withColdItems();
        var model = new RecommenderSpec(ModelKind.VBPR, IdentityKind.ID, 4, 0, 1e-4f, 1, CrossScope.AGNOSTIC);
        var config = new TrainingConfig(model, new FeaturePreparation(0, 2), 8, 0.02f, 1, 3, 3, 1, ComputeDevice.CPU);
        var form = (Factorised) train(data, config, TrainingListener.silent()).form();
        Features text = Objects.requireNonNull(data.features().get(Modality.TEXT));
        var item = new NewItem(Map.of(Modality.TEXT, text.matrix().row(8)), new int[0]);
        EncodedItem encoded =
                Objects.requireNonNull(Objects.requireNonNull(form.encoder()).encode(item));
        assertThat(encoded.embedding()).isEqualTo(form.embedding().row(8));
        assertThat(encoded.context()).isEqualTo(form.context().row(8));
    }

    @Test
    void trainings_beside_each_other_learn_what_each_does_alone() throws Exception {
        TrainingConfig first = config(ModelKind.BPR, IdentityKind.ID, 8, 8, 1);
        TrainingConfig second = config(ModelKind.LIGHTGCN, IdentityKind.BOTH, 8, 8, 2);
        TrainingListener silent = TrainingListener.silent();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<TrainingResult> one = threads.submit(() -> train(PLANTED, first, silent));
            Future<TrainingResult> other = threads.submit(() -> train(PLANTED, second, silent));
            assertThat(one.get().test().values())
                    .isEqualTo(train(PLANTED, first, silent).test().values());
            assertThat(other.get().test().values())
                    .isEqualTo(train(PLANTED, second, silent).test().values());
        }
    }

    @Test
    void it_stops_once_validation_no_longer_rises() {
        TrainingResult result =
                train(PLANTED, config(ModelKind.LIGHTGCN, IdentityKind.TOKENS, 200, 4, 1), TrainingListener.silent());
        assertThat(result.epochs()).isLessThan(200).isEqualTo(result.bestEpoch() + 4);
    }

    @Test
    void a_run_that_is_cancelled_ends_without_a_result() {
        List<TrainingProgress> told = new ArrayList<>();
        var listener = new TrainingListener() {
            @Override
            public void onEpoch(TrainingProgress progress) {
                told.add(progress);
            }

            @Override
            public boolean isCancelled() {
                return told.size() == 2;
            }
        };
        assertThatThrownBy(() -> train(PLANTED, config(ModelKind.BPR, IdentityKind.ID, 9, 9, 1), listener))
                .isInstanceOf(CancellationException.class)
                .hasMessage("training was cancelled in epoch 3");
        assertThat(told).hasSize(2);
    }

    @Test
    void popularity_is_counted_and_measured_like_the_others() {
        TrainingResult result =
                train(PLANTED, config(ModelKind.POPULARITY, IdentityKind.ID, 1, 1, 1), TrainingListener.silent());
        assertThat(result.bestEpoch()).isZero();
        assertThat(result.parameters()).isZero();
        assertThat(result.test().get("recall@20")).isBetween(0.0, 0.4);
        float[] counts = ((Popularity) result.form()).counts().values();
        assertThat(counts[3]).isEqualTo(PLANTED.train().transpose().degree(3));
    }

    @Test
    void a_loss_that_is_no_number_ends_the_run_with_what_to_change() {
        var model = new RecommenderSpec(ModelKind.BPR, IdentityKind.ID, 512, 0, 3e38f, 0, CrossScope.AGNOSTIC);
        var config = new TrainingConfig(model, 128, 0.1f, 1, 3, 3, 1, ComputeDevice.CPU);
        assertThatThrownBy(() -> train(PLANTED, config, TrainingListener.silent()))
                .isInstanceOf(TrainingException.class)
                .hasMessage(
                        "the loss became Infinity in epoch 1. A smaller learning rate (--set lr=...) mostly mends that");
    }

    @Test
    void tokens_without_a_codebook_are_refused_with_what_to_do() {
        Subgraph bare = Subgraphs.of(PLANTED.train(), PLANTED.validation(), PLANTED.test(), null);
        assertThatThrownBy(() ->
                        train(bare, config(ModelKind.LIGHTGCN, IdentityKind.BOTH, 1, 1, 1), TrainingListener.silent()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("identity both needs tokens, and there is no codebook. Run tokenize first, or choose"
                        + " identity id");
    }

    @Test
    void without_a_part_to_validate_on_it_says_how_much_there_is_of_each() {
        Csr none = Csr.of(160, 200, new int[0], new int[0]);
        Subgraph unlabelled = Subgraphs.of(PLANTED.train(), none, PLANTED.test(), null);
        var config = config(ModelKind.BPR, IdentityKind.ID, 1, 1, 1);
        assertThatThrownBy(() -> train(unlabelled, config, TrainingListener.silent()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("training needs interactions to validate and to test on; there are 0 and 160 beside 1280 to"
                        + " learn from. Import more, or label them");
        Subgraph empty = Subgraphs.of(none, none, none, null);
        assertThatThrownBy(() -> train(empty, config, TrainingListener.silent()))
                .hasMessage("there is no training interaction to learn from. Import some first");
    }
}
