package dev.tessera.training.recommender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.training.fixture.Devices;
import dev.tessera.training.fixture.EveryModel;
import dev.tessera.training.fixture.Subgraphs;
import dev.tessera.training.tensor.ComputeDevice;
import dev.tessera.training.tensor.Parameter;
import dev.tessera.training.tensor.TensorEngine;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What holds for every model, whatever its items are made of; the loss and what is left of it for BPR-MF and LightGCN (the
 * others' are in {@link MultimodalTest} and {@link IdsfTest}, the training of all in {@code EveryModelTest}).
 */
@ParameterizedClass
@EnumSource(
        value = ComputeDevice.class,
        names = {"CPU", "CUDA"})
class RecommenderTest {
    private static final int WIDTH = 4;
    private static final int COLD_USER = 5;
    private static final int COLD_ITEM_WITH_TOKENS = 6;
    private static final int COLD_ITEM_WITHOUT = 7;

    /** Users and items more than once, a cold item among the negatives. */
    private static final Batch BATCH =
            new Batch(new int[] {0, 0, 1, 2, 3, 4}, new int[] {0, 2, 1, 5, 5, 2}, new int[] {4, 6, 2, 1, 0, 5}, 7);

    private static TensorEngine engine;

    RecommenderTest(ComputeDevice device) {} // which the engine below is on

    @BeforeParameterizedClassInvocation
    static void open(ComputeDevice device) {
        engine = Devices.open(device);
    }

    @AfterParameterizedClassInvocation
    static void close() {
        engine.close();
    }

    static Stream<RecommenderSpec> specs() {
        return Stream.concat(
                Stream.of(ModelKind.BPR, ModelKind.LIGHTGCN)
                        .flatMap(kind -> Stream.of(
                                spec(kind, IdentityKind.ID, 2, 0, CrossScope.AGNOSTIC),
                                spec(kind, IdentityKind.TOKENS, 2, 0, CrossScope.AGNOSTIC),
                                spec(kind, IdentityKind.TOKENS, 2, 1, CrossScope.AGNOSTIC),
                                spec(kind, IdentityKind.TOKENS, 2, 2, CrossScope.SPECIFIC),
                                spec(kind, IdentityKind.BOTH, 2, 0, CrossScope.AGNOSTIC),
                                spec(kind, IdentityKind.BOTH, 2, 1, CrossScope.SPECIFIC),
                                spec(kind, IdentityKind.BOTH, 2, 2, CrossScope.AGNOSTIC))),
                Stream.of(0, 1, 3, 4).map(k -> spec(ModelKind.LIGHTGCN, IdentityKind.BOTH, k, 1, CrossScope.AGNOSTIC)));
    }

    static Stream<RecommenderSpec> everySpec() {
        return Stream.concat(specs(), EveryModel.specs(WIDTH));
    }

    static Stream<RecommenderSpec> propagatingSpecs() {
        return Stream.of(1, 2, 3, 4).map(k -> spec(ModelKind.LIGHTGCN, IdentityKind.BOTH, k, 1, CrossScope.AGNOSTIC));
    }

    private static RecommenderSpec spec(
            ModelKind kind, IdentityKind identity, int layers, int depth, CrossScope scope) {
        return new RecommenderSpec(kind, identity, WIDTH, layers, 0.3f, depth, scope);
    }

    @ParameterizedTest
    @MethodSource("specs")
    void the_loss_and_every_slope_of_it_are_those_of_the_formula(RecommenderSpec spec) {
        Subgraph subgraph = Subgraphs.small();
        Recommender model = LossCheck.model(engine, spec, subgraph);
        var plain = new PlainModel(subgraph, spec, model.parameters());
        LossCheck.assertSame(model, BATCH, () -> plain.loss(BATCH), plain::numbers, 1e-5);
    }

    /** What was never trained on counts as zero: the cold user's row, and the id part of cold items. */
    @ParameterizedTest
    @MethodSource("specs")
    void it_scores_by_its_final_vectors_without_what_was_never_learned(RecommenderSpec spec) {
        Subgraph subgraph = Subgraphs.small();
        Recommender model = LossCheck.model(engine, spec, subgraph);
        var plain = new PlainModel(subgraph, spec, model.parameters());
        clear(plain.numbers("user.id"), COLD_USER);
        if (spec.identity() != IdentityKind.TOKENS) {
            clear(plain.numbers("item.id"), COLD_ITEM_WITH_TOKENS);
            clear(plain.numbers("item.id"), COLD_ITEM_WITHOUT);
        }
        double[][] end = plain.end();
        InnerProducts scoring = model.scoring();
        assertRows(scoring.users(), end, 0);
        assertRows(scoring.vectors(), end, 6);
    }

    private static void clear(double[] table, int row) {
        Arrays.fill(table, row * WIDTH, (row + 1) * WIDTH, 0);
    }

    private static void assertRows(DenseMatrix matrix, double[][] expected, int from) {
        for (int row = 0; row < matrix.rows(); row++) {
            for (int k = 0; k < WIDTH; k++) {
                assertThat((double) matrix.get(row, k))
                        .as(row + ", " + k)
                        .isCloseTo(expected[from + row][k], within(1e-5));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("everySpec")
    void what_is_served_scores_as_the_model_does(RecommenderSpec spec) {
        Subgraph subgraph = Subgraphs.withThreeModalities();
        Recommender model = LossCheck.model(engine, spec, subgraph);
        Scoring own = model.scoring();
        Scoring served = Scoring.of(model.export());
        assertThat(served.known()).isEqualTo(own.known());
        for (int user = 0; user < 6; user++) {
            for (int item = 0; item < 8; item++) {
                assertThat(score(served, user, item)).isCloseTo(score(own, user, item), within(1e-5));
            }
        }
    }

    private static double score(Scoring scoring, int user, int item) {
        float[] scores = new float[scoring.length()];
        scoring.score(new int[] {user}, scores);
        return scores[item];
    }

    @ParameterizedTest
    @MethodSource("specs")
    void it_knows_the_items_it_has_learned_from_or_has_tokens_of(RecommenderSpec spec) {
        Recommender model = LossCheck.model(engine, spec, Subgraphs.small());
        Factorised form = model.export();
        assertThat(form.known().get(COLD_ITEM_WITH_TOKENS)).isEqualTo(spec.identity() != IdentityKind.ID);
        assertThat(form.known().get(COLD_ITEM_WITHOUT)).isFalse();
        assertThat(form.known().get(0)).isTrue();
        assertThat(form.embedding().row(COLD_ITEM_WITHOUT)).containsOnly(0);
        if (spec.identity() == IdentityKind.ID) {
            assertThat(form.embedding().row(COLD_ITEM_WITH_TOKENS)).containsOnly(0);
            assertThat(form.own()).isNull();
        }
    }

    @ParameterizedTest
    @MethodSource("specs")
    void the_item_path_counts_what_grows_with_items_and_tokens(RecommenderSpec spec) {
        Recommender model = LossCheck.model(engine, spec, Subgraphs.small());
        int ids = spec.identity() == IdentityKind.TOKENS ? 0 : 8 * WIDTH;
        int tokens = spec.identity() == IdentityKind.ID ? 0 : 8 * WIDTH + spec.crossDepth() * (3 * 3 + 3 * WIDTH);
        assertThat(model.itemParameters()).isEqualTo(ids + tokens);
        assertThat(model.parameters().size()).isEqualTo(ids + tokens + 6L * WIDTH);
    }

    /** Adding a vector to an item's own start moves its end by rho times that vector. */
    @ParameterizedTest
    @MethodSource("propagatingSpecs")
    void an_items_own_share_is_how_far_its_end_follows_its_start(RecommenderSpec spec) {
        Subgraph subgraph = Subgraphs.small();
        Recommender model = LossCheck.model(engine, spec, subgraph);
        Factorised form = model.export();
        Parameter ids = model.parameters().all().stream()
                .filter(p -> p.name().equals("item.id"))
                .findFirst()
                .orElseThrow();
        for (int item = 0; item < 6; item++) {
            float[] before = ids.values();
            float[] moved = before.clone();
            moved[item * WIDTH + 1] += 1;
            ids.set(moved);
            double followed =
                    model.export().embedding().get(item, 1) - form.embedding().get(item, 1);
            ids.set(before);
            assertThat((double) form.own().share().get(item, 0)).isCloseTo(followed, within(2e-6));
        }
        assertThat((double) form.own().share().get(COLD_ITEM_WITH_TOKENS, 0))
                .isCloseTo(1.0 / (spec.layers() + 1), within(1e-6));
    }

    @Test
    void without_propagation_an_item_is_wholly_its_own() {
        var spec = spec(ModelKind.BPR, IdentityKind.BOTH, 2, 1, CrossScope.AGNOSTIC);
        assertThat(LossCheck.model(engine, spec, Subgraphs.small())
                        .export()
                        .own()
                        .share()
                        .values())
                .containsOnly(1);
    }

    @Test
    void tokens_without_a_codebook_are_refused_with_what_to_do() {
        Subgraph small = Subgraphs.small();
        Subgraph bare = Subgraphs.of(small.train(), small.validation(), small.test(), null);
        var spec = spec(ModelKind.BPR, IdentityKind.TOKENS, 2, 1, CrossScope.AGNOSTIC);
        assertThatThrownBy(() -> LossCheck.model(engine, spec, bare))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("identity tokens needs tokens, and there is no codebook. Run tokenize first, or choose"
                        + " identity id");
    }
}
