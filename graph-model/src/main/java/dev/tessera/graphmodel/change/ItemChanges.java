package dev.tessera.graphmodel.change;

import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.domain.TokenId;
import dev.tessera.graphmodel.store.GraphTransaction;
import dev.tessera.graphmodel.store.Row;
import dev.tessera.graphmodel.token.ItemTokenizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes, changes and removes items, and keeps what tokens say of them true. */
public final class ItemChanges {
    private ItemChanges() {}

    /**
     * Makes or changes items; of features that are given or cleared, the tokens follow.
     *
     * @param tokenizer gives tokens of the codebook in use; null where there is none
     * @return the labels that became others, by token
     */
    public static Map<TokenId, String> upsert(
            GraphTransaction tx, List<ItemChange> changes, @Nullable ItemTokenizer tokenizer) {
        Set<String> touched = new HashSet<>(carried(tx, changes));
        tx.run("merge_items", rows(changes, c -> Map.of("itemId", c.id().value(), "properties", properties(c))));
        tx.run("replace_categories", names(changes, ItemChange::categories));
        tx.run("replace_brands", names(changes, ItemChange::brands));
        if (tokenizer != null) {
            touched.addAll(tokenizer.write(tx, features(changes)));
        }
        return refresh(tx, touched);
    }

    private static Collection<String> carried(GraphTransaction tx, List<ItemChange> changes) {
        List<String> ids = changes.stream().map(c -> c.id().value()).toList();
        return tx.run("tokens_carried", Map.of("items", ids)).stream()
                .map(r -> r.string("token"))
                .toList();
    }

    private static Map<String, @Nullable Object> properties(ItemChange change) {
        Map<String, @Nullable Object> all = new HashMap<>();
        change.features().forEach((modality, feature) -> {
            all.put(modality.featureProperty(), feature);
            all.put(modality.featureMakerProperty(), null); // given, unless the properties say who made it
        });
        all.putAll(change.properties());
        return all;
    }

    private static Map<ItemId, Map<Modality, float @Nullable []>> features(List<ItemChange> changes) {
        Map<ItemId, Map<Modality, float @Nullable []>> features = new HashMap<>();
        changes.forEach(c -> features.put(c.id(), c.features()));
        return features;
    }

    private static Map<String, Object> names(
            List<ItemChange> changes, Function<ItemChange, @Nullable List<String>> names) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (ItemChange change : changes) {
            List<String> given = names.apply(change);
            if (given != null) {
                rows.add(Map.of("itemId", change.id().value(), "names", given));
            }
        }
        return Map.of("rows", rows);
    }

    private static Map<String, Object> rows(
            List<ItemChange> changes, Function<ItemChange, Map<String, @Nullable Object>> row) {
        return Map.of("rows", changes.stream().map(row).toList());
    }

    /** {@return the labels that became others, or null where there was no such item} */
    public static @Nullable Map<TokenId, String> delete(GraphTransaction tx, ItemId item) {
        List<Row> rows = tx.run("delete_item", Map.of("item", item.value()));
        rows.forEach(row -> DeletedEvents.note(tx, row.count("events")));
        return rows.isEmpty() ? null : refresh(tx, rows.getFirst().strings("tokens"));
    }

    private static Map<TokenId, String> refresh(GraphTransaction tx, Collection<String> tokens) {
        if (tokens.isEmpty()) {
            return Map.of();
        }
        Map<String, List<String>> named = Map.of("tokens", List.copyOf(tokens));
        tx.run("recount_tokens", named);
        Map<TokenId, String> labels = new HashMap<>();
        tx.run("rename_tokens_by_exemplars", named)
                .forEach(r -> labels.put(TokenId.parse(r.string("token")), r.string("label")));
        return labels;
    }
}
