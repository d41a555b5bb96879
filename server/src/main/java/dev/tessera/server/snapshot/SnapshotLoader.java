package dev.tessera.server.snapshot;

import dev.tessera.graphmodel.domain.CodebookId;
import dev.tessera.graphmodel.domain.Csr;
import dev.tessera.graphmodel.domain.IdIndex;
import dev.tessera.graphmodel.domain.Item;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.ModelVersion;
import dev.tessera.graphmodel.domain.TokenId;
import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.Items;
import dev.tessera.graphmodel.store.Projection;
import dev.tessera.graphmodel.store.ProjectionSpec;
import dev.tessera.graphmodel.token.TokenCodes;
import dev.tessera.graphmodel.token.TokenReader;
import dev.tessera.training.publish.Artifacts;
import dev.tessera.training.publish.Publisher;
import dev.tessera.training.publish.TrainedModel;
import dev.tessera.training.recommender.Factorised;
import dev.tessera.training.recommender.Popularity;
import dev.tessera.training.recommender.SparseItems;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes snapshots of the graph and of the active model. */
public final class SnapshotLoader {
    private final Graph graph;
    private final Artifacts artifacts;
    private final Set<String> positiveKinds;

    /** @param positiveKinds the kinds of interaction that count in favour of an item; empty: all */
    public SnapshotLoader(Graph graph, Artifacts artifacts, Set<String> positiveKinds) {
        this.graph = graph;
        this.artifacts = artifacts;
        this.positiveKinds = Set.copyOf(positiveKinds);
    }

    /**
     * {@return the state of things now}
     *
     * @throws dev.tessera.training.TrainingException where the active version's artifact cannot be read
     */
    public Snapshot load() {
        Catalogue catalogue = catalogue();
        ModelVersion version = new Publisher(graph, artifacts).active();
        TrainedModel trained = version == null ? null : artifacts.read(version);
        CodebookId codebook = codebook(trained);
        TokenCodes codes =
                codebook == null ? null : graph.read(tx -> TokenReader.codes(tx, codebook, catalogue.items()));
        return new Snapshot(
                catalogue,
                version,
                served(trained, catalogue),
                codes,
                codebook == null ? Map.of() : labels(codebook),
                trained != null && trained.form() instanceof Popularity p
                        ? trainedCounts(p, catalogue.items())
                        : catalogue.popularity());
    }

    private static @Nullable ServedModel served(@Nullable TrainedModel trained, Catalogue catalogue) {
        if (trained == null) {
            return null;
        }
        return switch (trained.form()) {
            case Factorised f -> new FactorisedModel(f, catalogue);
            case SparseItems s -> new NeighbourModel(s, catalogue);
            case Popularity p -> null;
        };
    }

    private @Nullable CodebookId codebook(@Nullable TrainedModel trained) {
        String used = trained == null ? null : trained.provenance().codebook();
        return used == null ? graph.read(TokenReader::newest) : new CodebookId(used);
    }

    private Map<TokenId, String> labels(CodebookId codebook) {
        Map<TokenId, String> labels = new HashMap<>();
        graph.read(tx -> tx.run("token_labels", Map.of("codebook", codebook.value())))
                .forEach(r -> labels.put(TokenId.parse(r.string("token")), r.string("label")));
        return labels;
    }

    private Catalogue catalogue() {
        Projection all = graph.project(ProjectionSpec.whole());
        Projection positive =
                positiveKinds.isEmpty() ? all : graph.project(new ProjectionSpec(positiveKinds, Set.of(), null, null));
        Map<ItemId, Item> described = new HashMap<>();
        graph.read(Items::all).forEach(i -> described.put(i.id(), i));
        List<Item> byRow = all.items().ids().stream()
                .map(id -> described.getOrDefault(id, unknown(id)))
                .toList();
        return new Catalogue(all.items(), byRow, all.users(), edges(all, all), edges(positive, all));
    }

    private static Item unknown(ItemId id) {
        return new Item(id, null, null, List.of(), null, null, false, null, null);
    }

    private static Csr edges(Projection of, Projection in) {
        IdIndex<UserId> users = in.users();
        IdIndex<ItemId> items = in.items();
        return Csr.of(
                users.size(),
                items.size(),
                of.edges().stream()
                        .mapToInt(e -> users.rowOf(of.users().idOf(e.user())))
                        .toArray(),
                of.edges().stream()
                        .mapToInt(e -> items.rowOf(of.items().idOf(e.item())))
                        .toArray());
    }

    private static int[] trainedCounts(Popularity popularity, IdIndex<ItemId> items) {
        int[] counts = new int[items.size()];
        for (int row = 0; row < counts.length; row++) {
            int trained = popularity.items().rowOf(items.idOf(row));
            counts[row] =
                    trained == IdIndex.ABSENT ? 0 : (int) popularity.counts().get(trained, 0);
        }
        return counts;
    }
}
