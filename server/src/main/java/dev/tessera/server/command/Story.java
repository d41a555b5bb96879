package dev.tessera.server.command;

import dev.tessera.graphmodel.domain.Item;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.server.explain.Explanation;
import dev.tessera.server.serving.Outcome;
import dev.tessera.server.serving.RecommendationPage;
import dev.tessera.server.serving.SnapshotAnswers;
import dev.tessera.server.snapshot.Snapshot;
import java.io.PrintStream;
import java.util.Locale;

/** Recommendations and their reasons, in words and numbers. */
final class Story {
    private static final int PARTS = 5;

    private final SnapshotAnswers answers;
    private final Snapshot snapshot;
    private final PrintStream out;

    Story(SnapshotAnswers answers, PrintStream out) {
        this.answers = answers;
        this.snapshot = answers.snapshot();
        this.out = out;
    }

    /** Prints what a user has chosen, at most {@code count} items. */
    void history(UserId user, int count) {
        int[] items = snapshot.taste(user, snapshot.sequence()).liked();
        out.println(
                "User " + user + " chose " + items.length + " items" + (items.length > count ? ", among them" : ""));
        for (int k = 0; k < Math.min(count, items.length); k++) {
            out.println("  " + snapshot.catalogue().nameOf(items[k]));
        }
    }

    void recommendations(UserId user, RecommendationPage page, boolean explain) {
        out.println("Recommended for user " + user + ":");
        for (RecommendationPage.Entry entry : page.entries()) {
            out.printf(
                    Locale.ROOT,
                    "%3d. %-50s %8.4f  %s%n",
                    entry.rank(),
                    name(entry.item()) + " [" + entry.item() + "]",
                    entry.score(),
                    entry.source());
            if (explain) {
                explanation(user, entry.item());
            }
        }
    }

    /** Prints why an item has its score. */
    void explanation(UserId user, ItemId item) {
        if (answers.explain(user, item) instanceof Outcome.Success<Explanation> success) {
            print(success.value());
        }
    }

    private void print(Explanation e) {
        out.println("     " + e.text());
        line("score", e.score(), "");
        line("= base", e.base(), "without any history");
        line("+ history", e.historyTotal(), e.history().size() + " items, those that weigh most:");
        e.history().stream().limit(PARTS).forEach(p -> line("", p.contribution(), name(p.item())));
        line("= remainder", e.remainder(), "not due to the item's own tokens");
        line("+ tokens", e.tokensTotal(), e.tokens().size() + " tokens, those that weigh most:");
        e.tokens().stream()
                .limit(PARTS)
                .forEach(p -> line(
                        "",
                        p.contribution(),
                        p.token().modality().key() + ": " + snapshot.active().label(p.token())));
    }

    private void line(String what, double value, String comment) {
        out.printf(Locale.ROOT, "       %-12s %9.5f  %s%n", what, value, comment);
    }

    private String name(ItemId id) {
        Item item = snapshot.catalogue().find(id);
        return item == null ? id.value() : item.displayName();
    }
}
