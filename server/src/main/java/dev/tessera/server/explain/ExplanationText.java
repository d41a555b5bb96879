package dev.tessera.server.explain;

import dev.tessera.graphmodel.domain.IdIndex;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.server.explain.Explanation.HistoryPart;
import dev.tessera.server.explain.Explanation.SharedToken;
import dev.tessera.server.snapshot.Catalogue;
import dev.tessera.server.snapshot.Generation;
import java.util.List;

/** One sentence that a shopper could read. It names only what adds to the score. */
final class ExplanationText {
    private static final int NAMED_ITEMS = 3;

    private ExplanationText() {}

    static String of(
            Catalogue catalogue, Generation generation, int item, List<HistoryPart> history, List<SharedToken> shared) {
        String name = catalogue.nameOf(item);
        List<String> because = history.stream()
                .filter(p -> p.contribution() > 0)
                .limit(NAMED_ITEMS)
                .map(p -> name(catalogue, p.item()))
                .toList();
        if (because.isEmpty()) {
            return name + " is here for your taste in general, not for one thing you chose.";
        }
        return name + " is here because you chose " + list(because) + traits(catalogue, generation, shared) + ".";
    }

    /** {@return the same for an item that is there because others chose it} */
    static String ofPopular(String name, int people) {
        return switch (people) {
            case 0 -> name + " has not been chosen by anybody yet.";
            case 1 -> name + " was chosen by one person.";
            default -> name + " is popular: " + people + " people chose it.";
        };
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
