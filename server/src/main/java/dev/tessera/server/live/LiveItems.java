package dev.tessera.server.live;

import dev.tessera.graphmodel.change.ItemChange;
import dev.tessera.graphmodel.change.ItemChanges;
import dev.tessera.graphmodel.domain.CodebookId;
import dev.tessera.graphmodel.domain.Item;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.domain.TokenId;
import dev.tessera.graphmodel.store.GraphTransaction;
import dev.tessera.graphmodel.store.Items;
import dev.tessera.graphmodel.store.Row;
import dev.tessera.graphmodel.token.ItemTokenizer;
import dev.tessera.graphmodel.token.TokenCodes;
import dev.tessera.server.live.ChangeQueue.Done;
import dev.tessera.server.serving.ServedSnapshot;
import dev.tessera.server.snapshot.ItemTokens;
import dev.tessera.server.snapshot.NextMoment;
import dev.tessera.training.recommender.NewItem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes items and reads back what they are made of. */
final class LiveItems {
    private final ServedSnapshot served;
    private volatile @Nullable ItemTokenizer tokenizer;

    LiveItems(ServedSnapshot served) {
        this.served = served;
    }

    /** {@return for each change null or what is wrong with it, and what the others mean for the snapshot} */
    Done<List<@Nullable String>> upsert(GraphTransaction tx, List<ItemChange> changes) {
        var widths = new FeatureWidths(tx, tokenizer(tx));
        List<@Nullable String> faults = new ArrayList<>();
        Map<ItemId, ItemChange> sound = new LinkedHashMap<>();
        for (ItemChange change : changes) {
            String fault = sound.containsKey(change.id())
                    ? "item '" + change.id() + "' is given twice. Say all of it in one row"
                    : widths.fault(change);
            faults.add(fault);
            if (fault == null) {
                sound.put(change.id(), change);
            }
        }
        return new Done<>(faults, write(tx, List.copyOf(sound.values())));
    }

    private Consumer<NextMoment> write(GraphTransaction tx, List<ItemChange> changes) {
        Map<TokenId, String> labels = ItemChanges.upsert(tx, changes, tokenizer(tx));
        List<ItemId> ids = changes.stream().map(ItemChange::id).toList();
        ItemTokens tokens = served.answers().snapshot().active().tokens();
        Map<ItemId, Map<Modality, float[]>> features = features(tx, ids);
        Map<ItemId, int[]> codes = codes(tx, ids, tokens);
        Map<Item, NewItem> made = new LinkedHashMap<>();
        for (Item item : Items.byId(tx, ids)) {
            int[] none = new int[tokens == null ? 0 : tokens.positions()];
            Arrays.fill(none, TokenCodes.ABSENT);
            made.put(
                    item, new NewItem(features.getOrDefault(item.id(), Map.of()), codes.getOrDefault(item.id(), none)));
        }
        return next -> {
            next.items(made);
            next.labels(labels);
        };
    }

    /** {@return the tokenizer of the codebook in use, or null where there is none} */
    @Nullable
    ItemTokenizer tokenizer(GraphTransaction tx) {
        ItemTokens tokens = served.answers().snapshot().active().tokens();
        if (tokens == null) {
            return null;
        }
        CodebookId inUse = tokens.codebook();
        ItemTokenizer known = tokenizer;
        if (known == null || !known.codebook().equals(inUse)) {
            known = ItemTokenizer.read(tx, inUse);
            tokenizer = known;
        }
        return known;
    }

    private static Map<ItemId, Map<Modality, float[]>> features(GraphTransaction tx, List<ItemId> ids) {
        List<String> values = ids.stream().map(ItemId::value).toList();
        Map<ItemId, Map<Modality, float[]>> features = new HashMap<>();
        for (Modality modality : Modality.values()) {
            for (Row row : tx.run("known_features", Map.of("ids", values, "property", modality.featureProperty()))) {
                features.computeIfAbsent(new ItemId(row.string("id")), i -> new EnumMap<>(Modality.class))
                        .put(modality, row.floats("feature"));
            }
        }
        return features;
    }

    private static Map<ItemId, int[]> codes(GraphTransaction tx, List<ItemId> ids, @Nullable ItemTokens tokens) {
        Map<ItemId, int[]> codes = new HashMap<>();
        if (tokens == null) {
            return codes;
        }
        Map<String, Object> asked = Map.of(
                "items",
                ids.stream().map(ItemId::value).toList(),
                "codebook",
                tokens.codebook().value());
        for (Row row : tx.run("tokens_of_items", asked)) {
            TokenId token = TokenId.parse(row.string("token"));
            int[] own = codes.computeIfAbsent(new ItemId(row.string("item")), i -> {
                int[] none = new int[tokens.positions()];
                Arrays.fill(none, TokenCodes.ABSENT);
                return none;
            });
            tokens.place(token, own);
        }
        return codes;
    }
}
