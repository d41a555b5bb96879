package dev.tessera.training.recommender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import dev.tessera.graphmodel.domain.Features;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.training.fixture.Devices;
import dev.tessera.training.fixture.Subgraphs;
import dev.tessera.training.tensor.ComputeDevice;
import dev.tessera.training.tensor.FanOut;
import dev.tessera.training.tensor.Parameter;
import dev.tessera.training.tensor.Parameters;
import dev.tessera.training.tensor.TensorEngine;
import dev.tessera.training.tensor.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** IDSF on {@link Subgraphs#smallWithFeatures}, where items lack modalities, against {@link PlainIdsf}. */
@ParameterizedClass
@EnumSource(
        value = ComputeDevice.class,
        names = {"CPU", "CUDA"})
class IdsfTest {
    private static final int WIDTH = 4;
    private static final Set<Modality> ALL = EnumSet.allOf(Modality.class);
    private static final int[] WARM_ITEMS = {0, 1, 2, 3, 4, 5};
    private static final Particulars.Idsf WHOLE = new Particulars.Idsf(0.3f, 0.7f, 0.5f, 0, true, true, true, false);

    private static final Batch BATCH =
            new Batch(new int[] {0, 0, 1, 2, 3, 4}, new int[] {0, 2, 1, 5, 5, 2}, new int[] {4, 6, 2, 1, 0, 7}, 7);

    private static TensorEngine engine;

    IdsfTest(ComputeDevice device) {} // which the engine below is on

    @BeforeParameterizedClassInvocation
    static void open(ComputeDevice device) {
        engine = Devices.open(device);
    }

    @AfterParameterizedClassInvocation
    static void close() {
        engine.close();
    }

    static Stream<RecommenderSpec> specs() {
        return Stream.of(
                spec(WHOLE, IdentityKind.ID, 2, ALL),
                spec(WHOLE, IdentityKind.TOKENS, 2, ALL),
                spec(WHOLE, IdentityKind.BOTH, 2, ALL),
                spec(WHOLE, IdentityKind.BOTH, 3, ALL),
                spec(WHOLE, IdentityKind.ID, 0, ALL),
                spec(WHOLE, IdentityKind.ID, 1, EnumSet.of(Modality.TEXT)),
                spec(WHOLE, IdentityKind.TOKENS, 2, EnumSet.of(Modality.IMAGE)),
                // the ablations: no content; no contrast; content without ids; structure without ids; neither with ids
                spec(new Particulars.Idsf(0.3f, 0, 0.5f, 0, false, true, true, false), IdentityKind.BOTH, 2, ALL),
                spec(new Particulars.Idsf(0.3f, 0, 0.5f, 0, true, true, true, false), IdentityKind.ID, 2, ALL),
                spec(new Particulars.Idsf(0.3f, 0.7f, 0.5f, 0, true, false, true, false), IdentityKind.BOTH, 2, ALL),
                spec(new Particulars.Idsf(0, 0.7f, 0.5f, 0, true, true, true, false), IdentityKind.ID, 2, ALL),
                spec(new Particulars.Idsf(0, 0.7f, 0.5f, 0, true, false, true, false), IdentityKind.ID, 2, ALL),
                spec(
                        new Particulars.Idsf(0, 0, 0.5f, 0, true, false, true, false),
                        IdentityKind.ID,
                        2,
                        EnumSet.of(Modality.TEXT)),
                // L2 as Eq. 13 has it
                spec(new Particulars.Idsf(0.3f, 0.7f, 0.5f, 0, true, true, true, true), IdentityKind.BOTH, 2, ALL),
                // Eq. 11 as it is printed
                spec(new Particulars.Idsf(0.3f, 0.7f, 0.2f, 0, true, true, false, false), IdentityKind.TOKENS, 2, ALL));
    }

    private static RecommenderSpec spec(
            Particulars.Idsf idsf, IdentityKind identity, int layers, Set<Modality> modalities) {
        return new RecommenderSpec(
                ModelKind.IDSF, identity, WIDTH, layers, FanOut.all(), 0.3f, 1, CrossScope.AGNOSTIC, modalities, idsf);
    }

    /** Training on sampled neighbourhoods that leave nothing out. */
    @ParameterizedTest
    @MethodSource("specs")
    void whole_neighbourhoods_have_the_loss_and_slopes_of_the_whole_graph(RecommenderSpec spec) {
        Subgraph subgraph = Subgraphs.smallWithFeatures();
        Recommender model = LossCheck.model(engine, LossCheck.sampled(spec), subgraph);
        var plain = new PlainIdsf(subgraph, spec, model.parameters(), false);
        LossCheck.assertSame(model, BATCH, () -> plain.loss(BATCH, WARM_ITEMS), plain::numbers, 2e-5);
    }

    @ParameterizedTest
    @MethodSource("specs")
    void the_loss_and_every_slope_of_it_are_those_of_the_equations(RecommenderSpec spec) {
        requireFormula(spec, Subgraphs.smallWithFeatures());
    }

    @ParameterizedTest
    @MethodSource("specs")
    void a_third_modality_takes_part_like_the_others(RecommenderSpec spec) {
        requireFormula(spec, Subgraphs.withThreeModalities());
    }

    private static void requireFormula(RecommenderSpec spec, Subgraph subgraph) {
        Recommender model = LossCheck.model(engine, spec, subgraph);
        var plain = new PlainIdsf(subgraph, spec, model.parameters(), false);
        LossCheck.assertSame(model, BATCH, () -> plain.loss(BATCH, WARM_ITEMS), plain::numbers, 2e-5);
    }

    @ParameterizedTest
    @MethodSource("specs")
    void it_is_served_with_the_vectors_of_the_equations_without_what_was_never_learned(RecommenderSpec spec) {
        Subgraph subgraph = Subgraphs.smallWithFeatures();
        Recommender model = LossCheck.model(engine, spec, subgraph);
        double[][] end = new PlainIdsf(subgraph, spec, model.parameters(), true).end();
        Factorised form = model.export();
        InnerProducts scoring = InnerProducts.of(form);
        for (int node = 0; node < 14; node++) {
            for (int k = 0; k < WIDTH; k++) {
                float served = node < 6
                        ? scoring.users().get(node, k)
                        : scoring.vectors().get(node - 6, k);
                assertThat((double) served).as(node + ", " + k).isCloseTo(end[node][k], within(2e-5));
            }
        }
        assertThat(form.known().get(6)).as("a cold item with features").isTrue();
        assertThat(form.known().get(7)).as("an item without anything").isFalse();
    }

    /** With attention held where it is, moving what an item's tokens say moves the item by its own share of that. */
    @ParameterizedTest
    @MethodSource("specs")
    void an_items_own_share_is_how_much_of_its_tokens_is_in_it(RecommenderSpec spec) {
        Subgraph subgraph = Subgraphs.smallWithFeatures();
        Recommender model = LossCheck.model(engine, spec, subgraph);
        Factorised form = model.export();
        if (form.own() == null) {
            assertThat(spec.identity() == IdentityKind.ID || !usesIds(spec)).isTrue();
            return;
        }
        var plain = new PlainIdsf(subgraph, spec, model.parameters(), true);
        for (int item = 0; item < 7; item++) {
            assertThat((double) form.own().share().get(item, 0)).isCloseTo(plain.ownShare(item), within(1e-5));
        }
    }

    private static boolean usesIds(RecommenderSpec spec) {
        var idsf = (Particulars.Idsf) spec.particulars();
        return idsf.gamma() > 0 || (idsf.hasContent() && idsf.hasContentIds());
    }

    @Test
    void a_step_contrasts_as_many_items_as_it_was_told_to_and_others_in_the_next() {
        var sampled = new Particulars.Idsf(0.3f, 0.7f, 0.5f, 3, true, true, true, false);
        Subgraph subgraph = Subgraphs.smallWithFeatures();
        RecommenderSpec spec = spec(sampled, IdentityKind.ID, 2, ALL);
        Recommender model = LossCheck.model(engine, spec, subgraph);
        var plain = new PlainIdsf(subgraph, spec, model.parameters(), false);
        List<Double> ofThree = subsetsOfThree(WARM_ITEMS)
                .map(three -> plain.loss(BATCH, three))
                .toList();
        Set<Float> losses = new HashSet<>();
        for (long seed = 0; seed < 8; seed++) {
            var batch = new Batch(BATCH.users(), BATCH.positives(), BATCH.negatives(), seed);
            float loss = loss(model, batch);
            losses.add(loss);
            assertThat(loss(model, batch)).isEqualTo(loss);
            assertThat(ofThree).anySatisfy(one -> assertThat((double) loss).isCloseTo(one, within(2e-5)));
        }
        assertThat(losses).hasSizeGreaterThan(3);
    }

    /** Before the first step the projection of a feature of zeros is zero, which has no angle with anything. */
    @Test
    void features_of_zeros_are_contrasted_with_nothing() {
        Subgraph subgraph = Subgraphs.smallWithFeatures();
        Features text = Objects.requireNonNull(subgraph.features().get(Modality.TEXT));
        Arrays.fill(text.matrix().values(), 0, 3 * text.matrix().columns(), 0);
        RecommenderSpec spec = spec(WHOLE, IdentityKind.ID, 2, ALL);
        Recommender model = Recommenders.create(spec, subgraph, new Parameters(engine, 3));
        var plain = new PlainIdsf(subgraph, spec, model.parameters(), false);
        try (TensorScope scope = TensorScope.recording(model.parameters())) {
            NDArray loss = model.loss(scope, BATCH);
            assertThat((double) loss.getFloat()).isCloseTo(plain.loss(BATCH, WARM_ITEMS), within(1e-5));
            scope.backward(loss);
            for (Parameter parameter : model.parameters().all()) {
                for (float slope : parameter.array().getGradient().toFloatArray()) {
                    assertThat(Math.abs(slope)).as(parameter.name()).isLessThan(10);
                }
            }
        }
    }

    private static Stream<int[]> subsetsOfThree(int[] items) {
        List<int[]> subsets = new ArrayList<>();
        for (int a = 0; a < items.length; a++) {
            for (int b = a + 1; b < items.length; b++) {
                for (int c = b + 1; c < items.length; c++) {
                    subsets.add(new int[] {items[a], items[b], items[c]});
                }
            }
        }
        return subsets.stream();
    }

    private static float loss(Recommender model, Batch batch) {
        try (TensorScope scope = TensorScope.computing(model.parameters())) {
            return model.loss(scope, batch).getFloat();
        }
    }

    @Test
    void without_features_it_is_refused_with_what_to_do() {
        assertThatThrownBy(() -> LossCheck.model(engine, spec(WHOLE, IdentityKind.ID, 2, ALL), Subgraphs.small()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("idsf needs features of");
    }
}
