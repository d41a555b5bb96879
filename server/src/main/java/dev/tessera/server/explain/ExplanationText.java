package dev.tessera.server.explain;

import dev.tessera.graphmodel.domain.IdIndex;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.server.explain.Explanation.HistoryPart;
import dev.tessera.server.explain.Explanation.SharedToken;
import dev.tessera.server.snapshot.Catalogue;
import dev.tessera.server.snapshot.Generation;
import java.util.List;
import java.util.Locale;

/** One sentence that a shopper could read. It names only what adds to the score. */
final class ExplanationText {
    private static final int NAMED_ITEMS = 3;

    private ExplanationText() {}

    /** @param penalty what it lost for being like others above it */
    static String of(
            Catalogue catalogue,
            Generation generation,
            int item,
            List<HistoryPart> history,
            List<SharedToken> shared,
            double penalty) {
        String name = catalogue.nameOf(item);
        ItemId own = catalogue.idOf(item);
        if (history.stream().anyMatch(p -> p.item().equals(own))) {
            return name + " is one of those that you chose.";
        }
        List<String> because = history.stream()
                .filter(p -> p.contribution() > 0)
                .limit(NAMED_ITEMS)
                .map(p -> name(catalogue, p.item()))
                .toList();
        if (because.isEmpty()) {
            return name + " is here for your taste in general, not for one thing you chose" + variety(penalty) + ".";
        }
        return name + " is here because you chose " + list(because) + traits(catalogue, generation, shared)
                + variety(penalty) + ".";
    }

    private static String variety(double penalty) {
        return penalty > 0
                ? String.format(
                        Locale.ROOT, "; for variety it gave up %.3g of its score, as it is like an item above", penalty)
                : "";
    }

    /** {@return the same for an item that is there because others chose it} */
    static String ofPopular(String name, int people, double penalty) {
        String why =
                switch (people) {
                    case 0 -> " has not been chosen by anybody yet";
                    case 1 -> " was chosen by one person";
                    default -> " is popular: " + people + " people chose it";
                };
        return name + why + variety(penalty) + ".";
    }

    private static String traits(Catalogue catalogue, Generation generation, List<SharedToken> shared) {
        return shared.stream()
                .filter(s -> s.contribution() != null && s.contribution() > 0)
                .findFirst()
                .map(s -> "; with " + name(catalogue, s.historyItems().getFirst()) + " it shares the trait \""
                        + generation.label(s.token()) + "\"")
                .orElse("");
    }

    private static String name(Catalogue catalogue, ItemId id) {
        int row = catalogue.rowOf(id);
        return row == IdIndex.ABSENT ? id.value() : catalogue.nameOf(row);
    }

    private static String list(List<String> names) {
        if (names.size() == 1) {
            return names.getFirst();
        }
        return String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
    }
}
