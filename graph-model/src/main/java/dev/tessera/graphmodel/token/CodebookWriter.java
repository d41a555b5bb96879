package dev.tessera.graphmodel.token;

import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.domain.Item;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.domain.TokenId;
import dev.tessera.graphmodel.encode.Encoders;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.Items;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Writes a codebook in batches. It counts only once it is marked complete; what a killed writer left behind is removed
 * by the next.
 */
final class CodebookWriter {
    private static final int BATCH = 5_000;

    private final Graph graph;

    CodebookWriter(Graph graph) {
        this.graph = graph;
    }

    void write(CodebookDraft draft, Encoders encoders, Instant fittedAt) {
        Codebooks.deleteIncomplete(graph);
        String codebook = draft.id().value();
        graph.execute(tx -> tx.run("create_codebook", Map.of("codebook", codebook, "fittedAt", fittedAt)));
        TokenLabels labels = TokenLabels.of(draft, itemsById());
        batches(draft.tokens(), t -> token(draft, t, labels), "create_tokens", codebook);
        batches(draft.carriers(), CodebookWriter::carrier, "create_item_tokens", codebook);
        graph.execute(tx -> tx.run(
                "complete_codebook",
                Map.of(
                        "codebook",
                        codebook,
                        "slots",
                        sizes(draft, ProductQuantizer::slots),
                        "codes",
                        sizes(draft, ProductQuantizer::codes),
                        "learned",
                        learned(draft, encoders))));
    }

    private Map<ItemId, Item> itemsById() {
        Map<ItemId, Item> items = new HashMap<>();
        graph.read(Items::all).forEach(i -> items.put(i.id(), i));
        return items;
    }

    private <T> void batches(List<T> all, Function<T, Map<String, Object>> row, String statement, String codebook) {
        for (int from = 0; from < all.size(); from += BATCH) {
            List<Map<String, Object>> rows = all.subList(from, Math.min(from + BATCH, all.size())).stream()
                    .map(row)
                    .toList();
            graph.execute(tx -> tx.run(statement, Map.of("codebook", codebook, "rows", rows)));
        }
    }

    private static Map<String, Object> token(CodebookDraft draft, TokenId token, TokenLabels labels) {
        String modality = token.modality().key();
        return Map.of(
                "token", token.toString(),
                "modality", token.modality().name(),
                "kind", modality.substring(0, 1).toUpperCase(Locale.ROOT) + modality.substring(1) + "Token",
                "slot", token.slot(),
                "code", token.code(),
                "label", labels.of(token),
                "itemCount", draft.carriersOf(token).size(),
                "centroid", draft.centroid(token));
    }

    private static Map<String, Object> carrier(CodebookDraft.Carrier carrier) {
        return Map.of(
                "item", carrier.item().value(),
                "token", carrier.token().toString(),
                "slot", carrier.token().slot(),
                "distance", carrier.distance());
    }

    /** {@return the encoders, and for each modality whose features were turned the rotation, row by row} */
    private static Map<String, Object> learned(CodebookDraft draft, Encoders encoders) {
        Map<String, Object> learned = new TreeMap<>(encoders.properties());
        draft.quantizers().forEach((modality, quantizer) -> {
            DenseMatrix rotation = quantizer.rotation();
            if (rotation != null) {
                learned.put(modality.key() + "Rotation", rotation.values());
            }
        });
        return learned;
    }

    /** {@return one entry a modality, such as {@code text 8}, for a property can hold no map} */
    private static List<String> sizes(CodebookDraft draft, Function<ProductQuantizer, Integer> size) {
        List<String> sizes = new ArrayList<>();
        for (Map.Entry<Modality, ProductQuantizer> entry : draft.quantizers().entrySet()) {
            sizes.add(entry.getKey().key() + " " + size.apply(entry.getValue()));
        }
        return sizes;
    }
}
