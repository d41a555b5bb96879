package dev.tessera.training.recommender;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.tessera.graphmodel.kernel.SparseMatrix;
import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.training.tensor.BprLoss;
import dev.tessera.training.tensor.Constant;
import dev.tessera.training.tensor.Parameter;
import dev.tessera.training.tensor.Parameters;
import dev.tessera.training.tensor.Propagation;
import dev.tessera.training.tensor.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * IDSF (arXiv 2311.05956): item ids as subtle features of content and of structure. In each modality an item has its
 * projected features x and an id of that modality; attention fuses them (content), a contrast aligns them, and light
 * graph convolution spreads the features while it adds the ids to every layer (structure). Attention over the modalities
 * makes one vector of each, and the item is their sum:
 *
 * <pre>e_i = s_i + c_i / |c_i|,   e_u = s_u,   score = e_u . e_i</pre>
 *
 * <p>With tokens for an identity, the modal ids of an item are what its tokens say, the same in every modality.
 */
final class Idsf implements Recommender {
    private final Subgraph subgraph;
    private final RecommenderSpec spec;
    private final Particulars.Idsf idsf;
    private final Parameters parameters;
    private final List<ModalFeatures> features;
    private final ModalIdentity ids;
    private final List<Parameter> preferences = new ArrayList<>();
    private final Parameter userIds;
    private final List<Attention> modal = new ArrayList<>();
    private final Attention content;
    private final Attention itemStructure;
    private final Attention userStructure;
    private final SparseMatrix adjacency;
    private final List<Propagation> propagations = new ArrayList<>();
    private final @Nullable Constant absentFeatures;
    private final int[] warmItems;

    Idsf(Subgraph subgraph, RecommenderSpec spec, Particulars.Idsf idsf, Parameters parameters) {
        this.subgraph = subgraph;
        this.spec = spec;
        this.idsf = idsf;
        this.parameters = parameters;
        int dimension = spec.dimension();
        features = ModalFeatures.of(spec, subgraph, parameters);
        ids = new ModalIdentity(subgraph, spec, idsf, features, parameters);
        userIds = parameters.xavier("user.id", subgraph.users().size(), dimension);
        adjacency = Adjacency.of(subgraph.train());
        for (ModalFeatures each : features) {
            String name = each.modality().key();
            preferences.add(parameters.xavier(name + ".user", subgraph.users().size(), dimension));
            modal.add(new Attention(parameters, name + ".attention", dimension));
            propagations.add(
                    Propagation.on(parameters.engine(), adjacency, spec.layers(), spec.fanOut(), parameters.seed()));
        }
        content = new Attention(parameters, "content.attention", dimension);
        itemStructure = new Attention(parameters, "item.attention", dimension);
        userStructure = new Attention(parameters, "user.attention", dimension);
        absentFeatures = absentFeatures();
        int[] degrees = subgraph.itemDegrees();
        warmItems =
                IntStream.range(0, degrees.length).filter(i -> degrees[i] > 0).toArray();
    }

    private @Nullable Constant absentFeatures() {
        if (features.stream().allMatch(ModalFeatures::isComplete)) {
            return null;
        }
        int items = subgraph.items().size();
        float[] absent = new float[items * features.size()];
        for (int k = 0; k < absent.length; k++) {
            absent[k] = features.get(k % features.size()).isPresent(k / features.size()) ? 0 : Attention.ABSENT;
        }
        return Constant.numbers(parameters.engine(), absent, new Shape(items, features.size()));
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public long itemParameters() {
        return ids.size();
    }

    /** The features of each modality and the ids beside them, for all items, in one step. */
    private record Items(List<NDArray> features, List<NDArray> ids) {}

    @Override
    public NDArray loss(TensorScope scope, Batch batch) {
        var items = new Items(
                features.stream().map(f -> scope.cut(f.project(scope))).toList(), ids.items(scope));
        int[] ranked = concat(batch.positives(), batch.negatives());
        List<NDArray> ofUsers = new ArrayList<>();
        List<NDArray> ofItems = new ArrayList<>();
        for (int m = 0; m < features.size(); m++) {
            List<NDArray> means = propagations
                    .get(m)
                    .means(scope, start(items, m), batch.users(), Adjacency.nodes(userIds.rows(), ranked));
            ofUsers.add(means.get(0));
            ofItems.add(means.get(1));
        }
        NDArray user = userStructure.fuse(scope, ofUsers, null);
        NDArray item = itemStructure.fuse(scope, ofItems, null);
        List<NDArray> contrasts = List.of();
        if (idsf.hasContent()) {
            int[] sample = idsf.beta() == 0 ? new int[0] : sample(batch.seed());
            Content content = content(scope, items, concat(ranked, sample));
            NDArray fused = scope.slice(content.all(), 0, ranked.length);
            item = item.add(idsf.isContentNormalised() ? scope.normalised(fused) : fused);
            contrasts = idsf.beta() == 0 ? contrasts : contrasts(scope, content, ranked.length, sample);
        }
        NDList halves = item.split(2);
        NDArray loss = BprLoss.ranking(scope, user, halves.get(0), halves.get(1))
                .add(
                        idsf.isL2OnParameters()
                                ? BprLoss.l2(scope, spec.l2(), 1, parameters.arrays())
                                : BprLoss.l2(scope, spec.l2(), batch.size(), user, item));
        for (NDArray contrast : contrasts) {
            loss = loss.add(scope.scale(contrast, idsf.beta()));
        }
        return loss;
    }

    private Propagation.Start start(Items items, int m) {
        NDArray users = preferences.get(m).array();
        NDArray x = items.features().get(m);
        return idsf.gamma() == 0
                ? new Propagation.Start(users, x, true, null)
                : new Propagation.Start(
                        users,
                        x,
                        true,
                        new Propagation.Added(userIds.array(), items.ids().get(m), idsf.gamma()));
    }

    /**
     * Some items' content.
     *
     * @param features x of each modality
     * @param ids of each modality; nothing where content is without
     * @param modal x' of each modality
     * @param all c
     */
    private record Content(List<NDArray> features, List<NDArray> ids, List<NDArray> modal, NDArray all) {}

    private Content content(TensorScope scope, Items items, int[] chosen) {
        NDArray positions = scope.positions(chosen);
        NDArray absent = absentFeatures == null ? null : scope.rows(scope.use(absentFeatures), positions);
        NDList absentByModality = absent == null ? null : absent.split(features.size(), 1);
        List<NDArray> xs = new ArrayList<>();
        List<NDArray> chosenIds = new ArrayList<>();
        List<NDArray> fused = new ArrayList<>();
        for (int m = 0; m < features.size(); m++) {
            NDArray x = scope.rows(items.features().get(m), positions);
            xs.add(x);
            if (idsf.hasContentIds()) {
                NDArray id = scope.rows(items.ids().get(m), positions);
                NDArray withoutX = absentByModality == null ? null : scope.beside(absentByModality.get(m));
                chosenIds.add(id);
                fused.add(modal.get(m).fuse(scope, List.of(x, id), withoutX));
            } else {
                fused.add(x);
            }
        }
        return new Content(xs, chosenIds, fused, content.fuse(scope, fused, idsf.hasContentIds() ? null : absent));
    }

    /**
     * {@return the contrasts of Eq. 4 and 6, to be added} Each is over the items of the sample that have its modality: a
     * missing feature has nothing to be aligned with, and one of zeros no direction.
     *
     * @param from the row where the sample begins
     */
    private List<NDArray> contrasts(TensorScope scope, Content content, int from, int[] sample) {
        var loss = new ContrastiveLoss(scope, idsf.temperature());
        List<NDArray> parts = new ArrayList<>();
        ContrastiveLoss.View whole = null; // of all the sample: the same for every modality that nobody lacks
        for (int m = 0; m < features.size(); m++) {
            ModalFeatures feature = features.get(m);
            int[] having = IntStream.range(0, sample.length)
                    .filter(k -> feature.isPointing(sample[k]))
                    .map(k -> from + k)
                    .toArray();
            if (having.length < 2) {
                continue;
            }
            UnaryOperator<NDArray> chosen = having.length == sample.length
                    ? rows -> scope.slice(rows, from, from + sample.length)
                    : rows -> scope.rows(rows, scope.positions(having));
            ContrastiveLoss.View ofModality =
                    loss.view(chosen.apply(content.modal().get(m)));
            if (idsf.hasContentIds()) {
                ContrastiveLoss.View x =
                        loss.view(chosen.apply(content.features().get(m)));
                ContrastiveLoss.View id = loss.view(chosen.apply(content.ids().get(m)));
                parts.add(scope.scale(loss.disagreement(x, ofModality), 0.25f));
                parts.add(scope.scale(loss.disagreement(id, ofModality), 0.25f));
            }
            if (features.size() > 1) {
                boolean isWhole = having.length == sample.length;
                ContrastiveLoss.View all = isWhole && whole != null ? whole : loss.view(chosen.apply(content.all()));
                whole = isWhole ? all : whole;
                parts.add(scope.scale(loss.disagreement(ofModality, all), 1f / (2 * features.size())));
            }
        }
        return parts;
    }

    private int[] sample(long seed) {
        int size = idsf.contrastSample();
        if (size == Particulars.Idsf.ALL || size >= warmItems.length) {
            return warmItems;
        }
        var random = new SplittableRandom(seed);
        int[] drawn = warmItems.clone();
        for (int k = 0; k < size; k++) {
            int other = k + random.nextInt(drawn.length - k);
            int kept = drawn[k];
            drawn[k] = drawn[other];
            drawn[other] = kept;
        }
        return Arrays.copyOf(drawn, size);
    }

    private static int[] concat(int[] a, int[] b) {
        return IntStream.concat(IntStream.of(a), IntStream.of(b)).toArray();
    }

    @Override
    public InnerProducts scoring() {
        return InnerProducts.of(export());
    }

    @Override
    public Factorised export() {
        return new IdsfExport(
                        subgraph,
                        spec,
                        idsf,
                        features,
                        ids,
                        new IdsfExport.Attentions(
                                modal.stream().map(Attention::export).toList(),
                                content.export(),
                                itemStructure.export(),
                                userStructure.export()),
                        adjacency)
                .form(userIds, preferences);
    }
}
