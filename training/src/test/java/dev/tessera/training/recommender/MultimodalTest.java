package dev.tessera.training.recommender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.domain.Features;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.kernel.SparseMatrix;
import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.training.fixture.Devices;
import dev.tessera.training.fixture.Subgraphs;
import dev.tessera.training.tensor.ComputeDevice;
import dev.tessera.training.tensor.FanOut;
import dev.tessera.training.tensor.Parameter;
import dev.tessera.training.tensor.TensorEngine;
import dev.tessera.training.tensor.TensorScope;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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

/** VBPR, BM3 and FREEDOM where items lack modalities, against {@link PlainMultimodal}. */
@ParameterizedClass
@EnumSource(
        value = ComputeDevice.class,
        names = {"CPU", "CUDA"})
class MultimodalTest {
    private static final int WIDTH = 4;
    private static final Batch BATCH =
            new Batch(new int[] {0, 0, 1, 2, 3, 4}, new int[] {0, 2, 1, 5, 5, 2}, new int[] {4, 6, 2, 1, 0, 7}, 7);

    private static TensorEngine engine;

    MultimodalTest(ComputeDevice device) {} // which the engine below is on

    @BeforeParameterizedClassInvocation
    static void open(ComputeDevice device) {
        engine = Devices.open(device);
    }

    @AfterParameterizedClassInvocation
    static void close() {
        engine.close();
    }

    static Stream<RecommenderSpec> specs() {
        return Stream.of(IdentityKind.values())
                .flatMap(identity -> Stream.of(
                        spec(ModelKind.VBPR, identity, 0, new Particulars.None()),
                        spec(ModelKind.BM3, identity, 1, new Particulars.Bm3(0, 0.7f, true)),
                        spec(ModelKind.BM3, identity, 2, new Particulars.Bm3(0, 0.4f, false)),
                        spec(ModelKind.FREEDOM, identity, 2, new Particulars.Freedom(2, 0.3f, 0, 0.4f, true)),
                        spec(ModelKind.FREEDOM, identity, 1, new Particulars.Freedom(3, 0.1f, 0, 0.2f, false)),
                        spec(ModelKind.FREEDOM, identity, 1, new Particulars.Freedom(3, 0.1f, 0, 0, true))));
    }

    private static RecommenderSpec spec(ModelKind kind, IdentityKind identity, int layers, Particulars particulars) {
        return new RecommenderSpec(
                kind,
                identity,
                WIDTH,
                layers,
                FanOut.all(),
                0.3f,
                1,
                CrossScope.AGNOSTIC,
                EnumSet.allOf(Modality.class),
                particulars);
    }

    /** Training on sampled neighbourhoods that leave nothing out. */
    @ParameterizedTest
    @MethodSource("specs")
    void whole_neighbourhoods_have_the_loss_and_slopes_of_the_whole_graph(RecommenderSpec spec) {
        Subgraph subgraph = Subgraphs.smallWithFeatures();
        Recommender model = LossCheck.model(engine, LossCheck.sampled(spec), subgraph);
        var plain = new PlainMultimodal(subgraph, spec, model.parameters());
        LossCheck.assertSame(model, BATCH, () -> plain.loss(BATCH), plain::numbers, 2e-5);
    }

    @ParameterizedTest
    @MethodSource("specs")
    void the_loss_and_every_slope_of_it_are_those_of_the_formula(RecommenderSpec spec) {
        requireFormula(spec, Subgraphs.smallWithFeatures());
    }

    @ParameterizedTest
    @MethodSource("specs")
    void a_third_modality_takes_part_like_the_others(RecommenderSpec spec) {
        requireFormula(spec, Subgraphs.withThreeModalities());
    }

    private static void requireFormula(RecommenderSpec spec, Subgraph subgraph) {
        Recommender model = LossCheck.model(engine, spec, subgraph);
        var plain = new PlainMultimodal(subgraph, spec, model.parameters());
        LossCheck.assertSame(model, BATCH, () -> plain.loss(BATCH), plain::numbers, 2e-5);
    }

    @ParameterizedTest
    @MethodSource("specs")
    void what_items_own_is_counted(RecommenderSpec spec) {
        Subgraph subgraph = Subgraphs.smallWithFeatures();
        Recommender model = LossCheck.model(engine, spec, subgraph);
        long own = model.parameters().all().stream()
                .filter(p -> p.name().endsWith(".features") || p.name().equals("item.id"))
                .mapToLong(Parameter::size)
                .sum();
        if (spec.identity() == IdentityKind.ID) {
            assertThat(model.itemParameters()).isEqualTo(own);
        } else {
            assertThat(model.itemParameters()).isGreaterThan(own);
        }
    }

    /** What a target lost draws nothing; with all of it lost, no angle is left. */
    @Test
    void bm3_drops_numbers_of_the_targets_and_of_nothing_else() {
        Subgraph subgraph = Subgraphs.smallWithFeatures();
        RecommenderSpec nothingLeft =
                spec(ModelKind.BM3, IdentityKind.ID, 1, new Particulars.Bm3(0.99999f, 0.7f, true));
        Recommender model = LossCheck.model(engine, nothingLeft, subgraph);
        var plain = new PlainMultimodal(subgraph, nothingLeft, model.parameters());
        plain.loseTargets();
        LossCheck.assertSame(model, BATCH, () -> plain.loss(BATCH), plain::numbers, 2e-5);

        RecommenderSpec some = spec(ModelKind.BM3, IdentityKind.ID, 1, new Particulars.Bm3(0.5f, 0.7f, true));
        Recommender dropping = LossCheck.model(engine, some, subgraph);
        Set<Float> losses = new HashSet<>();
        for (long seed = 0; seed < 5; seed++) {
            float loss = loss(dropping, seed);
            assertThat(loss(dropping, seed)).isEqualTo(loss);
            losses.add(loss);
        }
        assertThat(losses).hasSize(5);
    }

    private static float loss(Recommender model, long seed) {
        try (TensorScope scope = TensorScope.computing(model.parameters())) {
            return model.loss(scope, new Batch(BATCH.users(), BATCH.positives(), BATCH.negatives(), seed))
                    .getFloat();
        }
    }

    @Test
    void freedom_learns_an_epoch_from_what_is_left_of_the_interactions_and_is_served_with_all() {
        Subgraph subgraph = Subgraphs.smallWithFeatures();
        RecommenderSpec pruning =
                spec(ModelKind.FREEDOM, IdentityKind.ID, 2, new Particulars.Freedom(2, 0.3f, 0.4f, 0.4f, false));
        Recommender model = LossCheck.model(engine, pruning, subgraph);
        Factorised before = model.export();
        model.beginEpoch(3, 5);
        var left = new Subgraph(
                subgraph.users(),
                subgraph.items(),
                EdgePruning.of(subgraph.train(), 0.4f, 5 * 1_000_003 + 3),
                subgraph.validation(),
                subgraph.test(),
                subgraph.features(),
                subgraph.codes());
        assertThat(left.train().size()).isLessThan(subgraph.train().size());
        var plain = new PlainMultimodal(left, pruning, model.parameters());
        LossCheck.assertSame(model, BATCH, () -> plain.loss(BATCH), plain::numbers, 2e-5);
        assertThat(model.export().embedding()).isEqualTo(before.embedding());
    }

    /** A feature of zeros has no cosine with any other, so it neither links nor is linked to. */
    @Test
    void an_item_whose_feature_is_zero_is_linked_by_the_other_modality_alone() {
        Subgraph subgraph = Subgraphs.smallWithFeatures();
        Features text = Objects.requireNonNull(subgraph.features().get(Modality.TEXT));
        float[] values = text.matrix().values().clone();
        Arrays.fill(values, 0, text.matrix().columns(), 0);
        var zero =
                new Features(new DenseMatrix(text.matrix().rows(), text.matrix().columns(), values), present(text));
        BitSet without = present(text);
        without.clear(0);
        var freedom = new Particulars.Freedom(2, 0.3f, 0, 1, false);
        List<SparseMatrix> graphs = Stream.of(zero, new Features(zero.matrix(), without))
                .map(each -> {
                    Map<Modality, Features> all = new EnumMap<>(subgraph.features());
                    all.put(Modality.TEXT, each);
                    return new ItemGraph(subgraph.with(all, null), freedom, List.copyOf(all.keySet())).matrix();
                })
                .toList();
        assertThat(graphs.get(0).columns()).isEqualTo(graphs.get(1).columns());
        assertThat(graphs.get(0).values()).isEqualTo(graphs.get(1).values());
        float sum = 0;
        for (int k = graphs.get(0).offsets()[0]; k < graphs.get(0).offsets()[1]; k++) {
            sum += graphs.get(0).values()[k];
        }
        assertThat(sum).isCloseTo(1, within(1e-6f));
    }

    private static BitSet present(Features features) {
        var present = new BitSet();
        for (int item = 0; item < features.matrix().rows(); item++) {
            present.set(item, features.isPresent(item));
        }
        return present;
    }

    @ParameterizedTest
    @MethodSource("specs")
    void it_is_served_with_its_final_vectors_without_what_was_never_learned(RecommenderSpec spec) {
        Subgraph subgraph = Subgraphs.smallWithFeatures();
        Recommender model = LossCheck.model(engine, spec, subgraph);
        var plain = new PlainMultimodal(subgraph, spec, model.parameters());
        int userWidth = spec.kind() == ModelKind.VBPR ? 2 * WIDTH : WIDTH;
        Arrays.fill(plain.numbers("user.id"), 5 * userWidth, 6 * userWidth, 0);
        if (spec.identity() != IdentityKind.TOKENS) {
            Arrays.fill(plain.numbers("item.id"), 6 * WIDTH, 8 * WIDTH, 0);
        }
        double[][] end = plain.end();
        Factorised form = model.export();
        InnerProducts served = InnerProducts.of(form);
        for (int node = 0; node < 14; node++) {
            for (int k = 0; k < userWidth; k++) {
                float value = node < 6
                        ? served.users().get(node, k)
                        : served.vectors().get(node - 6, k);
                assertThat((double) value).as(node + ", " + k).isCloseTo(end[node][k], within(2e-5));
            }
        }
        boolean usesFeatures = spec.kind() != ModelKind.BM3;
        assertThat(form.known().get(6)).isEqualTo(usesFeatures || spec.identity() != IdentityKind.ID);
        assertThat(form.known().get(7)).as("an item without anything").isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"VBPR", "BM3", "FREEDOM"})
    void without_features_it_is_refused_with_what_to_do(ModelKind kind) {
        Particulars particulars =
                switch (kind) {
                    case BM3 -> new Particulars.Bm3(0, 1, true);
                    case FREEDOM -> new Particulars.Freedom(2, 0.3f, 0, 1, true);
                    default -> new Particulars.None();
                };
        assertThatThrownBy(
                        () -> LossCheck.model(engine, spec(kind, IdentityKind.ID, 1, particulars), Subgraphs.small()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(kind.key() + " needs features of");
    }
}
