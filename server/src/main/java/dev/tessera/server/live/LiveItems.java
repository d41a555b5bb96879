package dev.tessera.server.live;

import dev.tessera.graphmodel.change.ItemChange;
import dev.tessera.graphmodel.change.ItemChanges;
import dev.tessera.graphmodel.domain.CodebookId;
import dev.tessera.graphmodel.domain.Item;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.domain.TokenId;
import dev.tessera.graphmodel.encode.EncodedPicture;
import dev.tessera.graphmodel.encode.EncoderChoices;
import dev.tessera.graphmodel.encode.Encoders;
import dev.tessera.graphmodel.store.Graph;
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
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes items and reads back what they are made of. */
final class LiveItems {
    private final ServedSnapshot served;
    private final LiveEncoders encoders;
    private volatile @Nullable ItemTokenizer tokenizer;

    LiveItems(ServedSnapshot served, EncoderChoices choices) {
        this.served = served;
        encoders = new LiveEncoders(choices);
    }

    /** {@return the items' pictures, encoded; null where an item has none} Works outside of a transaction, for it takes time. */
    List<@Nullable EncodedPicture> pictures(Graph graph, List<LiveItem> items) {
        List<@Nullable EncodedPicture> pictures = new ArrayList<>();
        for (LiveItem item : items) {
            byte[] bytes = item.picture();
            pictures.add(
                    bytes == null
                            ? null
                            : graph.read(tx -> encoders.of(tx, codebook())).image(bytes));
        }
        return pictures;
    }

    /** {@return for each item null or what is wrong with it, and what the others mean for the snapshot} */
    Done<List<@Nullable String>> upsert(
            GraphTransaction tx, List<LiveItem> items, List<@Nullable EncodedPicture> pictures) {
        var widths = new FeatureWidths(tx, tokenizer(tx));
        Encoders inUse = encoders.of(tx, codebook());
        List<@Nullable String> faults = new ArrayList<>();
        Map<ItemId, LiveItem> sound = new LinkedHashMap<>();
        Map<ItemId, EncodedPicture> seen = new HashMap<>();
        for (int k = 0; k < items.size(); k++) {
            ItemChange change = items.get(k).change();
            String fault = fault(change, sound, widths, inUse);
            faults.add(fault);
            if (fault == null) {
                sound.put(change.id(), items.get(k));
                EncodedPicture picture = pictures.get(k);
                byte[] bytes = items.get(k).picture();
                if (picture != null && bytes != null) { // another codebook may have come into use since it was encoded
                    seen.put(change.id(), inUse.made(picture) ? picture : inUse.image(bytes));
                }
            }
        }
        return new Done<>(faults, write(tx, sound, inUse, seen));
    }

    private static @Nullable String fault(
            ItemChange change, Map<ItemId, LiveItem> before, FeatureWidths widths, Encoders encoders) {
        if (before.containsKey(change.id())) {
            return "item '" + change.id() + "' is given twice. Say all of it in one row";
        }
        String encoded = LiveEncoders.fault(encoders, change);
        return encoded == null ? widths.fault(change) : encoded;
    }

    private Consumer<NextMoment> write(
            GraphTransaction tx, Map<ItemId, LiveItem> said, Encoders inUse, Map<ItemId, EncodedPicture> pictures) {
        List<ItemId> ids = List.copyOf(said.keySet());
        List<ItemChange> changes = said.values().stream().map(LiveItem::change).toList();
        Map<TokenId, String> labels = new HashMap<>(ItemChanges.upsert(tx, changes, tokenizer(tx)));
        List<ItemChange> encoded = new ArrayList<>();
        for (Item item : Items.byId(tx, ids)) {
            LiveItem own = Objects.requireNonNull(said.get(item.id()));
            ItemChange change = LiveEncoders.encoded(inUse, own, item, pictures.get(item.id()));
            if (change != null) {
                encoded.add(change);
            }
        }
        if (!encoded.isEmpty()) {
            labels.putAll(ItemChanges.upsert(tx, encoded, tokenizer(tx)));
        }
        Map<Item, NewItem> made = made(tx, ids);
        return next -> {
            next.items(made);
            next.labels(labels);
        };
    }

    /** {@return the items as they are now, with what they are made of} */
    private Map<Item, NewItem> made(GraphTransaction tx, List<ItemId> ids) {
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
        return made;
    }

    private @Nullable CodebookId codebook() {
        ItemTokens tokens = served.answers().snapshot().active().tokens();
        return tokens == null ? null : tokens.codebook();
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
            for (Row row : tx.run("features_of_items", Map.of("ids", values, "property", modality.featureProperty()))) {
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
