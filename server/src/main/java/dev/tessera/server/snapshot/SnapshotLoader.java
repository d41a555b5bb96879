package dev.tessera.server.snapshot;

import dev.tessera.graphmodel.domain.CodebookId;
import dev.tessera.graphmodel.domain.IdIndex;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.ModelVersion;
import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.Items;
import dev.tessera.graphmodel.store.Row;
import dev.tessera.graphmodel.token.TokenReader;
import dev.tessera.training.publish.Artifacts;
import dev.tessera.training.publish.Publisher;
import dev.tessera.training.publish.TrainedModel;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
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
        return load(new Publisher(graph, artifacts).active());
    }

    /** {@return the state of things now, but for the model: items are ranked by popularity} */
    public Snapshot loadWithoutModel() {
        return load(null);
    }

    private Snapshot load(@Nullable ModelVersion version) {
        Catalogue catalogue = Catalogue.of(graph.read(Items::all));
        return Snapshot.of(catalogue, histories(catalogue), generation(catalogue, version));
    }

    /** {@return a version, null for none, laid out by a catalogue's rows} Reads the artifact, and gives late items tokens. */
    public Generation generation(Catalogue catalogue, @Nullable ModelVersion version) {
        TrainedModel trained = version == null ? null : artifacts.read(version);
        return new GenerationLoader(graph, catalogue).lay(version, trained, true);
    }

    /** {@return the same, for a look: nothing is written, and items without tokens of its codebook stay so} */
    public Generation glance(Catalogue catalogue, ModelVersion version) {
        return new GenerationLoader(graph, catalogue).lay(version, artifacts.read(version), false);
    }

    /** By a plain statement: the first projection of a process would take longer than all else of a start. */
    private Histories histories(Catalogue catalogue) {
        var histories = new Histories();
        Map<String, Object> kinds = Map.of("kinds", List.copyOf(positiveKinds));
        for (Row row : graph.read(tx -> tx.run("items_of_users", kinds))) {
            int[] seen = rows(row.strings("items"), catalogue);
            int[] liked = positiveKinds.isEmpty() ? seen : rows(row.strings("liked"), catalogue);
            histories.begin(new UserId(row.string("user")), seen, liked);
        }
        return histories;
    }

    private static int[] rows(List<String> items, Catalogue catalogue) {
        return catalogue.rowsOf(items.stream().map(ItemId::new).toList());
    }

    /** {@return the codebook in use: that of the model, else the one made last; null where there is none} */
    static @Nullable CodebookId codebook(Graph graph, @Nullable TrainedModel trained) {
        String used = trained == null ? null : trained.provenance().codebook();
        return used == null ? graph.read(TokenReader::newest) : new CodebookId(used);
    }

    static IdIndex<ItemId> ids(Catalogue catalogue) {
        return IdIndex.of(
                IntStream.range(0, catalogue.size()).mapToObj(catalogue::idOf).toList());
    }
}
