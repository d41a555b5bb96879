package dev.tessera.graphmodel.token;

import dev.tessera.graphmodel.domain.CodebookId;
import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.domain.TokenId;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.GraphTransaction;
import dev.tessera.graphmodel.store.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gives items that came after a codebook was made the tokens of that codebook; immutable. */
public final class ItemTokenizer {
    private static final int BATCH = 1_000;

    private final CodebookId codebook;
    private final Map<Modality, ProductQuantizer> quantizers;

    private ItemTokenizer(CodebookId codebook, Map<Modality, ProductQuantizer> quantizers) {
        this.codebook = codebook;
        this.quantizers = quantizers;
    }

    /** {@return the tokenizer of a complete codebook} */
    public static ItemTokenizer read(GraphTransaction tx, CodebookId codebook) {
        Map<String, String> of = Map.of("codebook", codebook.value());
        Map<TokenId, float[]> centroids = new HashMap<>();
        tx.run("centroids_of_codebook", of)
                .forEach(r -> centroids.put(TokenId.parse(r.string("token")), r.floats("centroid")));
        Row rotations = tx.run("rotations_of_codebook", of).getFirst();
        Map<Modality, ProductQuantizer> quantizers = new EnumMap<>(Modality.class);
        for (Modality modality : Modality.values()) {
            List<DenseMatrix> slots = slots(codebook, modality, centroids);
            if (!slots.isEmpty()) {
                quantizers.put(modality, ProductQuantizer.of(slots, rotations.floatsOrNull(modality.key())));
            }
        }
        return new ItemTokenizer(codebook, quantizers);
    }

    private static List<DenseMatrix> slots(CodebookId codebook, Modality modality, Map<TokenId, float[]> centroids) {
        List<DenseMatrix> slots = new ArrayList<>();
        while (centroids.containsKey(new TokenId(codebook, modality, slots.size(), 0))) {
            int slot = slots.size();
            List<float[]> rows = new ArrayList<>();
            float[] next = centroids.get(new TokenId(codebook, modality, slot, 0));
            while (next != null) {
                rows.add(next);
                next = centroids.get(new TokenId(codebook, modality, slot, rows.size()));
            }
            int width = rows.getFirst().length;
            DenseMatrix matrix = DenseMatrix.zeros(rows.size(), width);
            for (int code = 0; code < rows.size(); code++) {
                System.arraycopy(rows.get(code), 0, matrix.values(), matrix.offset(code), width);
            }
            slots.add(matrix);
        }
        return slots;
    }

    public CodebookId codebook() {
        return codebook;
    }

    /** {@return how wide features of a modality are, or null where the codebook does not have it} */
    public @Nullable Integer width(Modality modality) {
        ProductQuantizer quantizer = quantizers.get(modality);
        return quantizer == null ? null : quantizer.width();
    }

    /**
     * Writes the tokens of items whose features were given or cleared.
     *
     * @param features by item, those that changed; null where one was cleared
     * @return the tokens that items carried before or carry now
     */
    public Collection<String> write(GraphTransaction tx, Map<ItemId, Map<Modality, float @Nullable []>> features) {
        List<Map<String, Object>> rows = new ArrayList<>();
        Set<String> touched = new HashSet<>();
        features.forEach((item, changed) -> changed.forEach((modality, feature) -> {
            List<Map<String, Object>> tokens = feature == null ? List.of() : tokens(modality, feature);
            tokens.forEach(t -> touched.add((String) t.get("token")));
            rows.add(Map.of("item", item.value(), "modality", modality.name(), "tokens", tokens));
        }));
        if (!rows.isEmpty()) {
            tx.run("replace_item_tokens", Map.of("codebook", codebook.value(), "rows", rows))
                    .forEach(r -> touched.addAll(r.strings("before")));
        }
        return touched;
    }

    /** A feature of another width than the codebook's has no tokens in it. */
    private List<Map<String, Object>> tokens(Modality modality, float[] feature) {
        ProductQuantizer quantizer = quantizers.get(modality);
        if (quantizer == null || quantizer.width() != feature.length) {
            return List.of();
        }
        DenseMatrix turned = quantizer.turned(new DenseMatrix(1, feature.length, feature));
        int[] codes = quantizer.encode(turned, 0);
        List<Map<String, Object>> tokens = new ArrayList<>();
        for (int slot = 0; slot < codes.length; slot++) {
            tokens.add(Map.of(
                    "token", new TokenId(codebook, modality, slot, codes[slot]).toString(),
                    "slot", slot,
                    "distance", quantizer.distance(turned, 0, slot, codes[slot])));
        }
        return tokens;
    }

    /**
     * Gives tokens to all items that have features but no tokens of this codebook, such as those imported since. Features that
     * another encoder made than the codebook's have none.
     */
    void complete(Graph graph) {
        for (Modality modality : quantizers.keySet()) {
            String last = "";
            while (last != null) {
                last = complete(graph, modality, last);
            }
        }
    }

    /** {@return the last item of the batch, or null where there was none} */
    private @Nullable String complete(Graph graph, Modality modality, String after) {
        Map<String, Object> asked = Map.of(
                "property", modality.featureProperty(),
                "maker", modality.featureMakerProperty(),
                "encodedBy", modality.key() + "EncodedBy",
                "modality", modality.name(),
                "codebook", codebook.value(),
                "after", after,
                "limit", BATCH);
        String last = null;
        Map<ItemId, Map<Modality, float @Nullable []>> missing = new HashMap<>();
        for (Row row : graph.read(tx -> tx.run("items_without_tokens", asked))) {
            Map<Modality, float @Nullable []> feature = new EnumMap<>(Modality.class);
            feature.put(modality, row.floats("feature"));
            last = row.string("item");
            missing.put(new ItemId(last), feature);
        }
        if (last != null) {
            graph.execute(tx -> tx.run("recount_tokens", Map.of("tokens", List.copyOf(write(tx, missing)))));
        }
        return last;
    }
}
