package dev.tessera.graphmodel.store;

import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.domain.Features;
import dev.tessera.graphmodel.domain.IdIndex;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.domain.Split;
import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.graphmodel.store.Projection.Edge;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.neo4j.gds.NodeLabel;
import org.neo4j.gds.RelationshipType;
import org.neo4j.gds.api.DatabaseId;
import org.neo4j.gds.api.Graph;
import org.neo4j.gds.api.GraphStore;
import org.neo4j.gds.api.properties.nodes.NodePropertyValues;
import org.neo4j.gds.core.loading.CatalogRequest;
import org.neo4j.gds.core.loading.GraphStoreCatalog;

/** Projects into GDS's memory, copies from there into plain arrays, and drops the projection. */
final class GdsProjector {
    private static final List<NodeLabel> ENDS = List.of(NodeLabel.of("User"), NodeLabel.of("Item"));
    private static final RelationshipType INTERACTED = RelationshipType.of("INTERACTED");
    private static final CatalogRequest CATALOG = CatalogRequest.of("", DatabaseId.of("neo4j"));

    /** What {@code project_interactions} says of an event without a label; the others are 0, 1, 2 as in MMRec's files. */
    private static final double UNLABELLED = 3;

    /** Stands for a missing vector, for GDS has no absent one. No stored feature is NaN: ingestion refuses it. */
    private static final float[] MISSING = {Float.NaN};

    private final EmbeddedTransaction tx;

    GdsProjector(EmbeddedTransaction tx) {
        this.tx = tx;
    }

    Projection project(ProjectionSpec spec) {
        return withProjection("project_items", spec, items -> withItems(spec, items));
    }

    private Projection withItems(ProjectionSpec spec, @Nullable GraphStore store) {
        if (store == null) {
            return new Projection(IdIndex.empty(), IdIndex.empty(), List.of(), Map.of());
        }
        Graph graph = store.getGraph(NodeLabel.of("Item"));
        List<ItemId> idByNode = new ArrayList<>();
        for (long node = 0; node < graph.nodeCount(); node++) {
            idByNode.add(new ItemId(domainId(graph.toOriginalNodeId(node), "itemId")));
        }
        IdIndex<ItemId> items = IdIndex.of(idByNode);
        int[] rowOfNode = idByNode.stream().mapToInt(items::rowOf).toArray();
        Map<Modality, Features> features = features(graph, rowOfNode);
        return withProjection("project_interactions", spec, i -> withInteractions(items, features, i));
    }

    private Projection withInteractions(
            IdIndex<ItemId> items, Map<Modality, Features> features, @Nullable GraphStore store) {
        if (store == null) {
            return new Projection(IdIndex.empty(), items, List.of(), features);
        }
        Graph splits = store.getGraph(ENDS, List.of(INTERACTED), java.util.Optional.of("split"));
        Graph times = store.getGraph(ENDS, List.of(INTERACTED), java.util.Optional.of("at"));
        Map<Long, UserId> userByNode = new HashMap<>();
        int[] itemRow = new int[Math.toIntExact(splits.nodeCount())];
        for (int node = 0; node < itemRow.length; node++) {
            long original = splits.toOriginalNodeId(node);
            if (splits.hasLabel(node, NodeLabel.of("User"))) {
                userByNode.put((long) node, new UserId(domainId(original, "userId")));
            } else {
                itemRow[node] = items.rowOf(new ItemId(domainId(original, "itemId")));
            }
        }
        IdIndex<UserId> users = IdIndex.of(userByNode.values());
        List<Edge> edges = new ArrayList<>();
        userByNode.forEach((node, id) -> edges.addAll(edges(node, users.rowOf(id), itemRow, splits, times)));
        return new Projection(users, items, edges, features);
    }

    private static List<Edge> edges(long node, int user, int[] itemRow, Graph splits, Graph times) {
        Map<Long, Long> firstMillis =
                new HashMap<>(); // asking for one relationship's time would search all of the user's
        times.forEachRelationship(node, 0, (from, to, at) -> {
            firstMillis.put(to, (long) at);
            return true;
        });
        List<Edge> edges = new ArrayList<>(firstMillis.size());
        splits.forEachRelationship(node, UNLABELLED, (from, to, split) -> {
            edges.add(new Edge(user, itemRow[(int) to], splitOf(split), firstMillis.getOrDefault(to, 0L)));
            return true;
        });
        return edges;
    }

    private static @Nullable Split splitOf(double label) {
        return label == UNLABELLED ? null : Split.values()[(int) label];
    }

    private static Map<Modality, Features> features(Graph graph, int[] rowOfNode) {
        Map<Modality, Features> features = new EnumMap<>(Modality.class);
        for (Modality modality : Modality.values()) {
            List<float[]> vectors = vectors(graph.nodeProperties(modality.featureProperty()), rowOfNode.length);
            int width = vectors.stream()
                    .filter(v -> !isMissing(v))
                    .mapToInt(v -> v.length)
                    .max()
                    .orElse(0);
            if (width > 0) {
                features.put(modality, features(vectors, rowOfNode, width));
            }
        }
        return features;
    }

    private static List<float[]> vectors(NodePropertyValues values, int nodes) {
        List<float[]> vectors = new ArrayList<>(nodes);
        for (int node = 0; node < nodes; node++) {
            float @Nullable [] vector = values.floatArrayValue(node);
            vectors.add(vector == null ? MISSING : vector);
        }
        return vectors;
    }

    private static boolean isMissing(float[] vector) {
        return Float.isNaN(vector[0]);
    }

    private static Features features(List<float[]> vectors, int[] rowOfNode, int width) {
        DenseMatrix matrix = DenseMatrix.zeros(rowOfNode.length, width);
        var present = new BitSet();
        for (int node = 0; node < rowOfNode.length; node++) {
            if (!isMissing(vectors.get(node))) {
                System.arraycopy(vectors.get(node), 0, matrix.values(), matrix.offset(rowOfNode[node]), width);
                present.set(rowOfNode[node]);
            }
        }
        return new Features(matrix, present);
    }

    @SuppressWarnings("removal") // GDS speaks in internal ids, and this is the one way back from them
    private String domainId(long node, String property) {
        return (String) tx.transaction().getNodeById(node).getProperty(property);
    }

    /** The graph store is null where the statement matched nothing, for then GDS projects nothing. */
    private <T> T withProjection(String statement, ProjectionSpec spec, Function<@Nullable GraphStore, T> use) {
        String name = "tessera-" + UUID.randomUUID();
        Map<String, @Nullable Object> parameters = new HashMap<>();
        parameters.put("graph", name);
        parameters.put("kinds", List.copyOf(spec.kinds()));
        parameters.put("categories", List.copyOf(spec.categories()));
        parameters.put("none", MISSING);
        parameters.put("from", spec.from());
        parameters.put("until", spec.until());
        tx.run(statement, parameters);
        if (!GraphStoreCatalog.exists("", DatabaseId.of("neo4j"), name)) {
            return use.apply(null);
        }
        try {
            return use.apply(GraphStoreCatalog.get(CATALOG, name).graphStore());
        } finally {
            GraphStoreCatalog.remove(CATALOG, name, removed -> {}, true);
        }
    }
}
