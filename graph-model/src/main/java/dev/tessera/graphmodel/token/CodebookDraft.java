package dev.tessera.graphmodel.token;

import dev.tessera.graphmodel.domain.CodebookId;
import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.domain.Features;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.domain.TokenId;
import dev.tessera.graphmodel.store.Projection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A codebook and who carries its tokens, before it is written. */
final class CodebookDraft {
    /** An item that carries a token, and how far its piece of the feature vector is from the centroid. */
    record Carrier(ItemId item, TokenId token, double distance) {}

    private final CodebookId id;
    private final Map<Modality, ProductQuantizer> quantizers;
    private final List<TokenId> tokens = new ArrayList<>();
    private final List<Carrier> carriers = new ArrayList<>();
    private final Map<TokenId, List<Carrier>> byToken = new HashMap<>();

    CodebookDraft(CodebookId id, Projection projection, Map<Modality, ProductQuantizer> quantizers) {
        this.id = id;
        this.quantizers = quantizers;
        quantizers.forEach(this::addTokens);
        projection.features().forEach((modality, features) -> addCarriers(projection, modality, features));
        byToken.values().forEach(c -> c.sort(Comparator.comparingDouble(Carrier::distance)));
    }

    private void addTokens(Modality modality, ProductQuantizer quantizer) {
        for (int slot = 0; slot < quantizer.slots(); slot++) {
            for (int code = 0; code < quantizer.codes(); code++) {
                tokens.add(new TokenId(id, modality, slot, code));
            }
        }
    }

    private void addCarriers(Projection projection, Modality modality, Features features) {
        ProductQuantizer quantizer = quantizer(modality);
        DenseMatrix turned = quantizer.turned(features.matrix());
        for (int item = 0; item < projection.items().size(); item++) {
            if (features.isPresent(item)) {
                add(projection.items().idOf(item), modality, quantizer, turned, item);
            }
        }
    }

    private void add(ItemId item, Modality modality, ProductQuantizer quantizer, DenseMatrix features, int row) {
        int[] codes = quantizer.encode(features, row);
        for (int slot = 0; slot < codes.length; slot++) {
            var token = new TokenId(id, modality, slot, codes[slot]);
            double distance = quantizer.distance(features, row, slot, codes[slot]);
            var carrier = new Carrier(item, token, distance);
            carriers.add(carrier);
            byToken.computeIfAbsent(token, t -> new ArrayList<>()).add(carrier);
        }
    }

    CodebookId id() {
        return id;
    }

    List<TokenId> tokens() {
        return tokens;
    }

    List<Carrier> carriers() {
        return carriers;
    }

    /** {@return who carries a token, the nearest to its centroid first} */
    List<Carrier> carriersOf(TokenId token) {
        return byToken.getOrDefault(token, List.of());
    }

    float[] centroid(TokenId token) {
        return quantizer(token.modality()).centroid(token.slot(), token.code());
    }

    /** {@return what was learned for each modality} */
    Map<Modality, ProductQuantizer> quantizers() {
        return quantizers;
    }

    int itemCount() {
        Set<ItemId> items = new HashSet<>();
        carriers.forEach(c -> items.add(c.item()));
        return items.size();
    }

    private ProductQuantizer quantizer(Modality modality) {
        return java.util.Objects.requireNonNull(quantizers.get(modality), "a modality with features has a quantizer");
    }
}
