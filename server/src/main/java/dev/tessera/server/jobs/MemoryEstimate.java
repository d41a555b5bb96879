package dev.tessera.server.jobs;

import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.Row;
import dev.tessera.training.recommender.IdentityKind;
import dev.tessera.training.recommender.ModelKind;
import dev.tessera.training.recommender.Particulars;
import dev.tessera.training.recommender.RecommenderSpec;
import dev.tessera.training.run.FeaturePreparation;
import dev.tessera.training.run.TrainingConfig;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How much memory a training run takes at its peak, from above: what is read of the graph; what is learned, with its gradients,
 * Adam's two moments, the best epoch and a checkpoint beside it; what a step computes on the way; the features that a model
 * takes in. {@code MemoryBenchmark} holds it against trainings.
 *
 * @param learned numbers that are learned
 * @param bytes of all together
 * @param onGpu of them what would lie on a GPU: parameters with their gradients, what a step propagates, features
 */
record MemoryEstimate(long learned, long bytes, long onGpu) {
    /** The collector lets the heap grow to about twice of what is in use before it looks for what is not. */
    private static final long COLLECTOR = 2;

    /** Adam's two moments, the best so far, and in a checkpoint parameters and moments once more; one while that is written. */
    private static final long COPIES_LEARNED = 7;

    /** A propagated layer is kept for forward, backward, the sum of both, and while an epoch is validated. */
    private static final long COPIES_PROPAGATED = 4;

    /** Features come through the projection: there, as vectors and as a matrix. */
    private static final long COPIES_OF_FEATURES = 3;

    /** For FREEDOM directions, packed ones and what encodes new items. */
    private static final long COPIES_TAKEN_IN = 3;

    /** An event in the query that projects it, in the projection, as an edge, and in both directions of the adjacency. */
    private static final long BYTES_OF_EVENT = 600;

    /** The id, where it is looked up, and both once more in the projection. */
    private static final long BYTES_OF_NODE = 300;

    /** A similarity and its column, while they are gathered and after. */
    private static final long BYTES_OF_NEIGHBOUR = 24;

    /** What reading the graph and publishing a model take whatever the data is. */
    private static final long ALWAYS = 450L << 20;

    /** What the tensor library and one batch take on top. */
    private static final long ALWAYS_IN_TENSORS = 550L << 20;

    /** The value and its gradient. */
    private static final long COPIES_IN_TENSORS = 2;

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
        long wide = size.widths().values().stream().mapToLong(w -> w).sum();
        long read = nodes * BYTES_OF_NODE
                + size.events() * BYTES_OF_EVENT
                + size.items() * wide * COPIES_OF_FEATURES * Float.BYTES;
        if (model.particulars() instanceof Particulars.ItemKnn knn) {
            long similarities = size.items() * knn.neighbours() * BYTES_OF_NEIGHBOUR;
            return new MemoryEstimate(0, ALWAYS + grown(read + similarities), 0);
        }
        if (model.kind() == ModelKind.POPULARITY) {
            return new MemoryEstimate(0, ALWAYS + grown(read), 0);
        }
        var taken = TakenIn.of(model, config, size);
        long learned = learned(model, size, taken);
        long propagated = nodes * model.dimension() * taken.parts() * (model.layers() + 1) * COPIES_PROPAGATED;
        long features = size.items() * taken.width();
        long onHeap = learned * COPIES_LEARNED + propagated + features * COPIES_TAKEN_IN;
        long inTensors = learned * COPIES_IN_TENSORS + features;
        return new MemoryEstimate(
                learned,
                ALWAYS + ALWAYS_IN_TENSORS + grown(read + onHeap * Float.BYTES) + inTensors * Float.BYTES,
                ALWAYS_ON_GPU + (inTensors + propagated) * Float.BYTES + size.events() * BYTES_OF_EVENT_ON_GPU);
    }

    /** {@return how large the heap becomes with so much in use: not larger than it may, unless it has to} */
    private static long grown(long inUse) {
        return Math.min(COLLECTOR * inUse, Math.max(inUse, Runtime.getRuntime().maxMemory()));
    }

    private static long learned(RecommenderSpec model, Size size, TakenIn taken) {
        long width = model.dimension();
        long rowsOfUser =
                switch (model.kind()) {
                    case VBPR -> 2; // one beside the id, one beside the features
                    case IDSF -> taken.parts() + 1L; // one of each modality and the id
                    case POPULARITY, ITEM_KNN, BPR, LIGHTGCN, BM3, FREEDOM -> 1;
                };
        long ids = model.identity() == IdentityKind.TOKENS ? 0 : size.items() * taken.parts();
        long tokens = model.identity() == IdentityKind.ID ? 0 : size.tokens() * 2;
        return width * (size.users() * rowsOfUser + ids + tokens + taken.width())
                + (taken.areTrained() ? size.items() * taken.width() : 0);
    }

    /**
     * The features that a model takes in.
     *
     * @param width of all modalities together
     * @param parts how often it has ids and propagates: IDSF once for each modality
     * @param areTrained whether training goes on from them
     */
    private record TakenIn(long width, int parts, boolean areTrained) {
        static TakenIn of(RecommenderSpec model, TrainingConfig config, Size size) {
            boolean takes =
                    switch (model.kind()) {
                        case VBPR, IDSF, BM3, FREEDOM -> true;
                        case POPULARITY, ITEM_KNN, BPR, LIGHTGCN -> false;
                    };
            if (!takes) {
                return new TakenIn(0, 1, false);
            }
            long width = 0;
            int modalities = 0;
            for (Modality modality : model.modalities()) {
                int wide = wide(size.widths().getOrDefault(modality, 0), config);
                width += wide;
                modalities += wide > 0 ? 1 : 0;
            }
            boolean areTrained =
                    switch (model.particulars()) {
                        case Particulars.Bm3 bm3 -> bm3.areFeaturesTrained();
                        case Particulars.Freedom freedom -> freedom.areFeaturesTrained();
                        case Particulars.None n -> false;
                        case Particulars.Idsf i -> false;
                        case Particulars.ItemKnn k -> false;
                    };
            return new TakenIn(width, model.kind() == ModelKind.IDSF ? Math.max(1, modalities) : 1, areTrained);
        }
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
}
