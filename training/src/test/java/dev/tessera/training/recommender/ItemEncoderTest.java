package dev.tessera.training.recommender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.graphmodel.token.TokenCodes;
import dev.tessera.training.fixture.Subgraphs;
import dev.tessera.training.tensor.Adam;
import dev.tessera.training.tensor.ComputeDevice;
import dev.tessera.training.tensor.FanOut;
import dev.tessera.training.tensor.TensorEngine;
import dev.tessera.training.tensor.TensorScope;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every model encodes a new item as it exports one that was in the training graph and that nobody interacted with. */
class ItemEncoderTest {
    private static final int WIDTH = 4;
    private static final Set<Modality> ALL = EnumSet.allOf(Modality.class);
    private static final Subgraph DATA = Subgraphs.withColdItems();
    private static final int[] COLD = IntStream.range(6, 15).toArray();
    private static final Batch BATCH =
            new Batch(new int[] {0, 0, 1, 2, 3, 4}, new int[] {0, 2, 1, 5, 5, 2}, new int[] {4, 6, 2, 1, 0, 7}, 7);

    private static TensorEngine engine;

    @BeforeAll
    static void open() {
        engine = TensorEngine.open(ComputeDevice.CPU);
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    static Stream<RecommenderSpec> specs() {
        return Stream.of(
                        Arrays.stream(IdentityKind.values())
                                .flatMap(identity -> Stream.of(0, 1, 2).flatMap(depth -> everyModel(identity, depth))),
                        layers(),
                        ablations())
                .flatMap(s -> s);
    }

    private static Stream<RecommenderSpec> everyModel(IdentityKind identity, int depth) {
        if (identity == IdentityKind.ID && depth > 0) {
            return Stream.of();
        }
        var none = new Particulars.None();
        return Stream.of(
                spec(ModelKind.BPR, identity, 0, depth, none),
                spec(ModelKind.LIGHTGCN, identity, 2, depth, none),
                spec(ModelKind.VBPR, identity, 0, depth, none),
                spec(ModelKind.BM3, identity, 1, depth, new Particulars.Bm3(0.3f, 0.7f, true)),
                spec(ModelKind.FREEDOM, identity, 2, depth, new Particulars.Freedom(3, 0.3f, 0, 0.4f, true)),
                spec(ModelKind.IDSF, identity, 2, depth, idsf(0.3f, true, true, true)));
    }

    private static Stream<RecommenderSpec> layers() {
        IdentityKind both = IdentityKind.BOTH;
        return Stream.of(0, 1, 3)
                .flatMap(k -> Stream.of(
                        spec(ModelKind.LIGHTGCN, both, k, 1, new Particulars.None()),
                        spec(ModelKind.BM3, both, k, 1, new Particulars.Bm3(0.3f, 0.7f, false)),
                        spec(ModelKind.FREEDOM, both, k, 1, new Particulars.Freedom(1, 1, 0, 0.4f, false)),
                        spec(ModelKind.FREEDOM, both, k, 1, new Particulars.Freedom(20, 0, 0, 0, false)),
                        spec(ModelKind.IDSF, both, k, 1, idsf(0.3f, true, true, true))));
    }

    private static Stream<RecommenderSpec> ablations() {
        return Arrays.stream(IdentityKind.values())
                .flatMap(identity -> Stream.of(
                        spec(ModelKind.IDSF, identity, 2, 1, idsf(0.3f, false, true, true)),
                        spec(ModelKind.IDSF, identity, 2, 1, idsf(0.3f, true, false, true)),
                        spec(ModelKind.IDSF, identity, 2, 1, idsf(0, true, true, true)),
                        spec(ModelKind.IDSF, identity, 2, 1, idsf(0, true, false, false)),
                        spec(ModelKind.IDSF, identity, 2, 1, idsf(0.5f, true, true, false)),
                        on(
                                EnumSet.of(Modality.TEXT),
                                spec(ModelKind.IDSF, identity, 2, 1, idsf(0.3f, true, true, true))),
                        on(
                                EnumSet.of(Modality.IMAGE),
                                spec(ModelKind.IDSF, identity, 1, 1, idsf(0.3f, true, false, true))),
                        on(
                                EnumSet.of(Modality.TEXT),
                                spec(
                                        ModelKind.FREEDOM,
                                        identity,
                                        1,
                                        1,
                                        new Particulars.Freedom(2, 0.3f, 0, 0.4f, false)))));
    }

    private static Particulars.Idsf idsf(float gamma, boolean content, boolean ids, boolean normalised) {
        return new Particulars.Idsf(gamma, content ? 0.7f : 0, 0.5f, 0, content, ids, normalised, false);
    }

    private static RecommenderSpec spec(
            ModelKind kind, IdentityKind identity, int layers, int depth, Particulars particulars) {
        CrossScope scope = depth == 2 ? CrossScope.SPECIFIC : CrossScope.AGNOSTIC;
        return new RecommenderSpec(kind, identity, WIDTH, layers, FanOut.all(), 0.3f, depth, scope, ALL, particulars);
    }

    private static RecommenderSpec on(Set<Modality> modalities, RecommenderSpec spec) {
        return new RecommenderSpec(
                spec.kind(),
                spec.identity(),
                spec.dimension(),
                spec.layers(),
                spec.fanOut(),
                spec.l2(),
                spec.crossDepth(),
                spec.crossScope(),
                modalities,
                spec.particulars());
    }

    /** {@return what a model of numbers far from zero has learned after three steps more} */
    private static Factorised trained(RecommenderSpec spec) {
        Recommender model = LossCheck.model(engine, spec, DATA);
        var adam = new Adam(model.parameters());
        for (int step = 0; step < 3; step++) {
            try (TensorScope scope = TensorScope.recording(model.parameters())) {
                scope.backward(model.loss(scope, BATCH));
                adam.update(0.05f);
            }
        }
        return model.export();
    }

    private static NewItem asNew(int item) {
        Map<Modality, float[]> features = new EnumMap<>(Modality.class);
        DATA.features().forEach((modality, all) -> {
            if (all.isPresent(item)) {
                features.put(modality, all.matrix().row(item));
            }
        });
        TokenCodes codes = Objects.requireNonNull(DATA.codes());
        int[] tokens = IntStream.range(0, codes.positions())
                .map(position -> codes.token(item, position))
                .toArray();
        return new NewItem(features, tokens);
    }

    /** {@return the encoder of a graph that the item was not in} FREEDOM's would find the item itself among the others. */
    private static ItemEncoder before(int item, ItemEncoder encoder) {
        if (!(encoder instanceof FreedomEncoder f)) {
            return encoder;
        }
        List<LikeItems> others = f.modalities().stream()
                .map(like -> new LikeItems(like.modality(), like.weight(), withoutRow(like.directions(), item)))
                .toList();
        return new FreedomEncoder(f.tokens(), f.layers(), f.start(), f.neighbours(), others);
    }

    private static DenseMatrix withoutRow(DenseMatrix matrix, int row) {
        float[] values = matrix.values().clone();
        Arrays.fill(values, matrix.offset(row), matrix.offset(row) + matrix.columns(), 0);
        return new DenseMatrix(matrix.rows(), matrix.columns(), values);
    }

    @ParameterizedTest
    @MethodSource("specs")
    void a_new_item_is_encoded_as_a_cold_one_is_exported(RecommenderSpec spec) {
        Factorised form = trained(spec);
        ItemEncoder encoder = form.encoder();
        for (int item : COLD) {
            EncodedItem encoded = encoder == null ? null : before(item, encoder).encode(asNew(item));
            assertThat(encoded != null)
                    .as("item %d is known", item)
                    .isEqualTo(form.known().get(item));
            if (encoded != null) {
                assertClose(encoded.embedding(), form.embedding().row(item));
                assertClose(encoded.context(), form.context().row(item));
                float share = form.own() == null ? 0 : form.own().share().get(item, 0);
                assertThat(encoded.share()).isCloseTo(share, within(1e-5f));
            }
        }
    }

    private static void assertClose(float[] actual, float[] expected) {
        float most = 0;
        for (float value : expected) {
            most = Math.max(most, Math.abs(value));
        }
        assertThat(actual).hasSameSizeAs(expected);
        for (int k = 0; k < expected.length; k++) {
            assertThat(actual[k]).as("[%d]", k).isCloseTo(expected[k], within(1e-5f * most));
        }
    }

    @ParameterizedTest
    @MethodSource("specs")
    void there_is_an_encoder_where_items_are_more_than_ids(RecommenderSpec spec) {
        boolean takesFeatures =
                EnumSet.of(ModelKind.VBPR, ModelKind.FREEDOM, ModelKind.IDSF).contains(spec.kind());
        boolean isMore = takesFeatures || spec.identity() != IdentityKind.ID;
        assertThat(LossCheck.model(engine, spec, DATA).export().encoder() != null)
                .isEqualTo(isMore);
    }

    @Test
    void an_item_without_tokens_needs_no_list_of_them() {
        Factorised form = trained(spec(ModelKind.VBPR, IdentityKind.BOTH, 0, 1, new Particulars.None()));
        NewItem item = asNew(11);
        NewItem without =
                new NewItem(Map.of(Modality.TEXT, Objects.requireNonNull(item.feature(Modality.TEXT))), new int[0]);
        NewItem absent =
                new NewItem(Map.of(Modality.TEXT, Objects.requireNonNull(item.feature(Modality.TEXT))), item.tokens());
        ItemEncoder encoder = Objects.requireNonNull(form.encoder());
        assertThat(Objects.requireNonNull(encoder.encode(without)).embedding())
                .isEqualTo(Objects.requireNonNull(encoder.encode(absent)).embedding());
    }

    @Test
    void what_does_not_fit_the_training_is_refused_with_what_to_do() {
        Factorised form = trained(spec(ModelKind.IDSF, IdentityKind.BOTH, 2, 1, idsf(0.3f, true, true, true)));
        ItemEncoder encoder = Objects.requireNonNull(form.encoder());
        assertThatThrownBy(() -> encoder.encode(new NewItem(Map.of(Modality.TEXT, new float[5]), new int[0])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "the text feature of a new item has 5 numbers, and the model was trained on 3. Encode it as the"
                                + " others were, or train anew");
        assertThatThrownBy(() -> encoder.encode(new NewItem(Map.of(), new int[] {0, 3})))
                .hasMessage("an item has 2 token positions, and codebook book has 3. Tokenise it with that codebook");
        assertThatThrownBy(() -> encoder.encode(new NewItem(Map.of(), new int[] {0, 3, 8})))
                .hasMessage(
                        "there is no token row 8 in codebook book, which has 8. Tokenise the item with that codebook");
    }
}
