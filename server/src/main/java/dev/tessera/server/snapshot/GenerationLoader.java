package dev.tessera.server.snapshot;

import dev.tessera.graphmodel.domain.CodebookId;
import dev.tessera.graphmodel.domain.IdIndex;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.domain.ModelVersion;
import dev.tessera.graphmodel.domain.TokenId;
import dev.tessera.graphmodel.encode.EncoderChoices;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.Row;
import dev.tessera.graphmodel.token.LateItems;
import dev.tessera.graphmodel.token.TokenCodes;
import dev.tessera.graphmodel.token.TokenReader;
import dev.tessera.training.publish.TrainedModel;
import dev.tessera.training.recommender.Factorised;
import dev.tessera.training.recommender.NewItem;
import dev.tessera.training.recommender.Popularity;
import dev.tessera.training.recommender.SparseItems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lays trained models out by the rows of a catalogue, with what they make of items that they were not trained on. */
final class GenerationLoader {
    private static final int BATCH = 2_000;

    private final Graph graph;
    private final Catalogue catalogue;

    GenerationLoader(Graph graph, Catalogue catalogue) {
        this.graph = graph;
        this.catalogue = catalogue;
    }

    /**
     * {@return a version laid out; without one, the newest codebook alone}
     *
     * @param completes whether items without tokens of its codebook are given theirs, in the graph
     */
    Generation lay(@Nullable ModelVersion version, @Nullable TrainedModel trained, boolean completes) {
        CodebookId codebook = SnapshotLoader.codebook(graph, trained);
        if (codebook != null && completes) {
            new LateItems(graph, EncoderChoices.off()).complete(codebook); // pre-trained encoders are the import's
        }
        ItemTokens tokens = codebook == null ? null : ItemTokens.of(byRow(codebook));
        return new Generation(
                version,
                trained == null ? null : model(trained, tokens),
                tokens,
                codebook == null ? Map.of() : labels(codebook),
                trained != null && trained.form() instanceof Popularity popularity ? counted(popularity) : null);
    }

    private @Nullable ServedModel model(TrainedModel trained, @Nullable ItemTokens tokens) {
        return switch (trained.form()) {
            case Factorised form -> new FactorisedModel(form, catalogue, newcomers(form, tokens));
            case SparseItems form -> new NeighbourModel(form, catalogue);
            case Popularity form -> null;
        };
    }

    private PopularItems counted(Popularity popularity) {
        int[] counts = new int[catalogue.size()];
        for (int row = 0; row < counts.length; row++) {
            int trained = popularity.items().rowOf(catalogue.idOf(row));
            counts[row] =
                    trained == IdIndex.ABSENT ? 0 : (int) popularity.counts().get(trained, 0);
        }
        return new PopularItems(catalogue, counts, 0);
    }

    private TokenCodes byRow(CodebookId codebook) {
        IdIndex<ItemId> ids = SnapshotLoader.ids(catalogue);
        TokenCodes codes = graph.read(tx -> TokenReader.codes(tx, codebook, ids));
        int positions = codes.positions();
        int[] rows = new int[catalogue.size() * positions];
        for (int row = 0; row < catalogue.size(); row++) {
            int item = ids.rowOf(catalogue.idOf(row));
            for (int position = 0; position < positions; position++) {
                rows[row * positions + position] = codes.token(item, position);
            }
        }
        return new TokenCodes(codebook, codes.tokens(), codes.modalities(), rows);
    }

    private Map<TokenId, String> labels(CodebookId codebook) {
        Map<TokenId, String> labels = new HashMap<>();
        graph.read(tx -> tx.run("token_labels", Map.of("codebook", codebook.value())))
                .forEach(r -> labels.put(TokenId.parse(r.string("token")), r.string("label")));
        return labels;
    }

    /** {@return the vectors of the items that nobody had interacted with in training, as far as the model has any} */
    private Map<Integer, NewItemVectors> newcomers(Factorised form, @Nullable ItemTokens tokens) {
        Map<Integer, NewItemVectors> vectors = new HashMap<>();
        if (form.encoder() == null) {
            return vectors;
        }
        int[] degrees = form.degrees();
        List<Integer> rows = new ArrayList<>();
        for (int row = 0; row < catalogue.size(); row++) {
            int trained = form.items().rowOf(catalogue.idOf(row));
            if (catalogue.item(row) != null && (trained == IdIndex.ABSENT || degrees[trained] == 0)) {
                rows.add(row);
            }
        }
        for (int from = 0; from < rows.size(); from += BATCH) {
            encode(form, tokens, rows.subList(from, Math.min(from + BATCH, rows.size())), vectors);
        }
        return vectors;
    }

    private void encode(
            Factorised form, @Nullable ItemTokens tokens, List<Integer> rows, Map<Integer, NewItemVectors> into) {
        Map<ItemId, Map<Modality, float[]>> features = features(rows);
        for (int row : rows) {
            int[] codes = tokens == null ? new int[0] : tokens.tokens(row);
            Map<Modality, float[]> own = features.getOrDefault(catalogue.idOf(row), Map.of());
            if (!own.isEmpty() || Arrays.stream(codes).anyMatch(t -> t != TokenCodes.ABSENT)) {
                NewItemVectors made = Generation.vectors(form, new NewItem(own, codes));
                if (made != null) {
                    into.put(row, made);
                }
            }
        }
    }

    private Map<ItemId, Map<Modality, float[]>> features(List<Integer> rows) {
        List<String> ids = rows.stream().map(r -> catalogue.idOf(r).value()).toList();
        Map<ItemId, Map<Modality, float[]>> features = new HashMap<>();
        for (Modality modality : Modality.values()) {
            Map<String, Object> asked = Map.of("ids", ids, "property", modality.featureProperty());
            for (Row row : graph.read(tx -> tx.run("features_of_items", asked))) {
                features.computeIfAbsent(new ItemId(row.string("id")), i -> new EnumMap<>(Modality.class))
                        .put(modality, row.floats("feature"));
            }
        }
        return features;
    }
}
