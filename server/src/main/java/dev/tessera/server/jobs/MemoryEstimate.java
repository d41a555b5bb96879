package dev.tessera.server.jobs;

import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.Row;
import dev.tessera.training.recommender.IdentityKind;
import dev.tessera.training.recommender.ModelKind;
import dev.tessera.training.recommender.RecommenderSpec;
import dev.tessera.training.run.FeaturePreparation;
import dev.tessera.training.run.TrainingConfig;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How much memory a training run takes at its peak, from above: what is learned, with its gradients, Adam's two moments, the
 * best epoch and a checkpoint beside it; what a step computes on the way; features twice, in the graph's form and in the
 * tensors'; the lists of neighbours.
 *
 * @param learned numbers that are learned
 * @param bytes of all together
 * @param onGpu of them what would lie on a GPU: parameters with their gradients, what a step propagates, features
 */
record MemoryEstimate(long learned, long bytes, long onGpu) {
    /** The value, its gradient, two moments, the best so far, and parameters, moments and best once more in a checkpoint. */
    private static final long COPIES_LEARNED = 9;

    /** A propagated layer is kept for each of the three parts of a step: forward, backward, and the sum of both. */
    private static final long COPIES_PROPAGATED = 3;

    private static final long COPIES_OF_FEATURES = 3;

    /** Both directions of an edge, its weight, and the same in the projection that it was copied from. */
    private static final long BYTES_OF_EVENT = 96;

    /** What the tensor library and one batch take whatever the data is. */
    private static final long ALWAYS = 300L << 20;

    /** The value and its gradient; Adam's moments are in Java's memory. */
    private static final long COPIES_ON_GPU = 2;

    /** Two entries of the adjacency, each with two coordinates of 8 bytes and a weight, in two orders. */
    private static final long BYTES_OF_EVENT_ON_GPU = 2 * 2 * 20;

    /** What the driver and the tensor library take whatever the data is. Not measured: there was no GPU where this was written. */
    private static final long ALWAYS_ON_GPU = 1L << 30;

    /** How large the data is. */
    record Size(long users, long items, long events, long tokens, Map<Modality, Integer> widths) {
        /** {@return the size of everything in the graph, whatever part of it will be trained on} */
        static Size of(Graph graph) {
            Row size = graph.read(tx -> tx.run("size_of_training")).getFirst();
            Map<Modality, Integer> widths = new HashMap<>();
            List<String> properties = Arrays.stream(Modality.values())
                    .map(Modality::featureProperty)
                    .toList();
            for (Row row : graph.read(tx -> tx.run("feature_widths", Map.of("properties", properties)))) {
                for (Modality modality : Modality.values()) {
                    if (modality.featureProperty().equals(row.string("property"))) {
                        widths.put(modality, row.count("width"));
                    }
                }
            }
            return new Size(
                    size.count("users"), size.count("items"), size.count("events"), size.count("tokens"), widths);
        }
    }

    static MemoryEstimate of(TrainingConfig config, Size size) {
        RecommenderSpec model = config.model();
        long nodes = size.users() + size.items();
        long width = model.dimension();
        if (model.kind() == ModelKind.POPULARITY || model.kind() == ModelKind.ITEM_KNN) {
            return new MemoryEstimate(0, ALWAYS + size.events() * BYTES_OF_EVENT, 0);
        }
        long features = 0;
        long projections = 0;
        int modalities = 0;
        for (Modality modality : model.modalities()) {
            int wide = wide(size.widths().getOrDefault(modality, 0), config);
            features += size.items() * wide;
            projections += wide * width;
            modalities += wide > 0 ? 1 : 0;
        }
        boolean isMultimodal = usesFeatures(model.kind());
        long parts = model.kind() == ModelKind.IDSF ? Math.max(1, modalities) : 1;
        long learned = size.users() * width * parts
                + (model.identity() == IdentityKind.TOKENS ? 0 : size.items() * width * parts)
                + (model.identity() == IdentityKind.ID ? 0 : size.tokens() * width * 2)
                + (isMultimodal ? projections : 0);
        long propagated = nodes * width * parts * (model.layers() + 1) * COPIES_PROPAGATED;
        long floats = learned * COPIES_LEARNED + propagated + (isMultimodal ? features * COPIES_OF_FEATURES : features);
        long onGpu = learned * COPIES_ON_GPU + propagated + (isMultimodal ? features : 0);
        return new MemoryEstimate(
                learned,
                ALWAYS + floats * Float.BYTES + size.events() * BYTES_OF_EVENT,
                ALWAYS_ON_GPU + onGpu * Float.BYTES + size.events() * BYTES_OF_EVENT_ON_GPU);
    }

    /**
     * Lets a run pass that fits.
     *
     * @param available bytes that are free
     * @throws IllegalArgumentException for another; the message has the figures
     */
    void requireAtMost(long available) {
        require(bytes, available, "");
    }

    /**
     * Lets a run pass that fits on its GPU.
     *
     * @param available bytes that are free there
     * @throws IllegalArgumentException for another; the message has the figures
     */
    void requireOnGpu(long available) {
        require(onGpu, available, " on the GPU");
    }

    private void require(long needed, long available, String where) {
        if (needed > available) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "this training would learn %,d numbers and take about %,d MB%s, and %,d MB are free. Choose a smaller"
                            + " dimension or fewer layers, reduce the features by features.pca, or train where there is"
                            + " more memory",
                    learned,
                    needed >> 20,
                    where,
                    available >> 20));
        }
    }

    private static int wide(int given, TrainingConfig config) {
        int most = config.features().components();
        return most == FeaturePreparation.ALL ? given : Math.min(given, most);
    }

    private static boolean usesFeatures(ModelKind kind) {
        return switch (kind) {
            case VBPR, IDSF, BM3, FREEDOM -> true;
            case POPULARITY, ITEM_KNN, BPR, LIGHTGCN -> false;
        };
    }
}
