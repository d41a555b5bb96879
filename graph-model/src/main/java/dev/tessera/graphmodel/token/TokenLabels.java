package dev.tessera.graphmodel.token;

import dev.tessera.graphmodel.domain.Item;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.domain.TokenId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What tokens mean in words. A text token is named by the terms most typical of the items that carry it: those that
 * raise p(term | token) * log(p(term | token) / p(term)) most, its share of the Kullback-Leibler divergence. Others, and
 * text tokens without such terms, are named by the items nearest to their centroid.
 */
final class TokenLabels {
    private static final int TERMS = 3;
    private static final int EXEMPLARS = 3;

    private final CodebookDraft draft;
    private final Map<ItemId, Item> items;
    private final Map<ItemId, Set<String>> termsByItem = new HashMap<>();
    private final Map<String, Integer> itemsWithTerm;

    private TokenLabels(CodebookDraft draft, Map<ItemId, Item> items) {
        this.draft = draft;
        this.items = items;
        items.forEach((id, item) -> termsByItem.put(id, Terms.of(item)));
        itemsWithTerm = count(items.keySet().stream().toList());
    }

    static TokenLabels of(CodebookDraft draft, Map<ItemId, Item> items) {
        return new TokenLabels(draft, items);
    }

    /** {@return the label; empty where no item carries the token} */
    String of(TokenId token) {
        List<ItemId> carriers = draft.carriersOf(token).stream()
                .map(CodebookDraft.Carrier::item)
                .toList();
        String terms = token.modality() == Modality.TEXT ? typicalTerms(carriers) : "";
        return terms.isEmpty() ? exemplars(carriers) : terms;
    }

    private String typicalTerms(List<ItemId> carriers) {
        Map<String, Double> typicality = new HashMap<>();
        count(carriers).forEach((term, count) -> {
            if (count > 1) {
                typicality.put(term, typicality(count, carriers.size(), term));
            }
        });
        return typicality.entrySet().stream()
                .filter(e -> e.getValue() > 0)
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(TERMS)
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
    }

    private double typicality(int count, int carriers, String term) {
        double here = (double) count / carriers;
        double everywhere = (double) itemsWithTerm.getOrDefault(term, 1) / items.size();
        return here * Math.log(here / everywhere);
    }

    private Map<String, Integer> count(List<ItemId> among) {
        Map<String, Integer> counts = new TreeMap<>();
        for (ItemId item : among) {
            termsByItem.getOrDefault(item, Set.of()).forEach(t -> counts.merge(t, 1, Integer::sum));
        }
        return counts;
    }

    private String exemplars(List<ItemId> carriers) {
        String names = carriers.stream()
                .filter(this::isShown)
                .limit(EXEMPLARS)
                .map(this::name)
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : "like " + names;
    }

    private boolean isShown(ItemId id) {
        @Nullable Item item = items.get(id);
        return item == null || !item.hidden();
    }

    private String name(ItemId id) {
        @Nullable Item item = items.get(id);
        return item == null ? id.value() : item.displayName();
    }
}
