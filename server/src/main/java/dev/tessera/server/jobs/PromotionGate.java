package dev.tessera.server.jobs;

import dev.tessera.graphmodel.domain.Csr;
import dev.tessera.graphmodel.domain.IdIndex;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.training.evaluate.Evaluator;
import dev.tessera.training.evaluate.Metrics;
import dev.tessera.training.publish.TrainedModel;
import dev.tessera.training.recommender.Factorised;
import dev.tessera.training.recommender.Popularity;
import dev.tessera.training.recommender.Scoring;
import dev.tessera.training.recommender.ServingForm;
import dev.tessera.training.recommender.SparseItems;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a new version may take the place of the active one. Both rank the items that both know, for the users whom
 * both know, and are measured on the validation part of the new version's data. Which part an interaction is in depends on
 * its user and item alone, so the active version was not trained on that part either, however the data has grown since.
 */
final class PromotionGate {
    private final double margin;

    /** @param margin by how much lower the new version's Recall@20 may be, 0..1 */
    PromotionGate(double margin) {
        this.margin = margin;
    }

    /**
     * {@return why the new version must not be served, or null where it may}
     *
     * @param data what the new version was trained on
     * @param active null where no version is active
     * @param minimum the least validation Recall@20; null for any
     */
    @Nullable
    String refusal(TrainedModel candidate, Subgraph data, @Nullable TrainedModel active, @Nullable Double minimum) {
        double own = validationRecall(candidate);
        if (minimum != null && own < minimum) {
            return text("its validation recall@20 is %.4f, below the minimum of %.4f", own, minimum);
        }
        if (active == null) {
            return null;
        }
        var now = new Rows(active.form(), data);
        var next = new Rows(candidate.form(), data);
        Csr common = now.common(next);
        if (common.size() == 0) {
            return null; // they have nobody in common by whom they could be compared
        }
        double before = recall(now, next, data, common);
        double after = recall(next, now, data, common);
        return after >= before - margin
                ? null
                : text(
                        "its recall@20 is %.4f where active version %s has %.4f, on %d validation pairs that both know;"
                                + " training.promotionMargin allows for %.4f",
                        after, active.version(), before, common.size(), margin);
    }

    private static double validationRecall(TrainedModel model) {
        return model.metrics().stream()
                .filter(m -> m.split().equals("validation") && m.name().equals(Metrics.RECALL_20))
                .mapToDouble(TrainedModel.Metric::value)
                .findFirst()
                .orElseThrow();
    }

    private static double recall(Rows of, Rows other, Subgraph data, Csr common) {
        return new Evaluator(data.train()).evaluate(of.scoring(other), common).get(Metrics.RECALL_20);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** A version's rows by those of the data. */
    private static final class Rows {
        private final Scoring own;
        private final Subgraph data;
        private final int[] users;
        private final int[] items;
        private final BitSet known = new BitSet();

        Rows(ServingForm form, Subgraph data) {
            this.own = Scoring.of(form);
            this.data = data;
            this.users = users(form, data);
            IdIndex<ItemId> ids = items(form);
            this.items = IntStream.range(0, data.items().size())
                    .map(i -> ids.rowOf(data.items().idOf(i)))
                    .toArray();
            BitSet ranked = own.known();
            for (int item = 0; item < items.length; item++) {
                known.set(item, items[item] != IdIndex.ABSENT && ranked.get(items[item]));
            }
        }

        private static int[] users(ServingForm form, Subgraph data) {
            IdIndex<UserId> ids =
                    switch (form) {
                        case Factorised f -> f.users();
                        case SparseItems s -> s.users();
                        case Popularity p -> data.users(); // the same for everyone
                    };
            return IntStream.range(0, data.users().size())
                    .map(u -> ids.rowOf(data.users().idOf(u)))
                    .toArray();
        }

        private static IdIndex<ItemId> items(ServingForm form) {
            return switch (form) {
                case Factorised f -> f.items();
                case SparseItems s -> s.items();
                case Popularity p -> p.items();
            };
        }

        /** {@return the validation pairs of users and items that both know} */
        Csr common(Rows other) {
            Csr validation = data.validation();
            int[] pairsUsers = new int[validation.size()];
            int[] pairsItems = new int[validation.size()];
            int count = 0;
            for (int user = 0; user < validation.rowCount(); user++) {
                if (users[user] != IdIndex.ABSENT && other.users[user] != IdIndex.ABSENT) {
                    for (int item : validation.row(user)) {
                        if (known.get(item) && other.known.get(item)) {
                            pairsUsers[count] = user;
                            pairsItems[count++] = item;
                        }
                    }
                }
            }
            return Csr.of(
                    validation.rowCount(),
                    validation.columnCount(),
                    Arrays.copyOf(pairsUsers, count),
                    Arrays.copyOf(pairsItems, count));
        }

        /** {@return this version's scores by the rows of the data, of the items that the other one knows as well} */
        Scoring scoring(Rows other) {
            BitSet both = (BitSet) known.clone();
            both.and(other.known);
            return new Scoring() {
                @Override
                public int items() {
                    return items.length;
                }

                @Override
                public int length() {
                    return items.length;
                }

                @Override
                public BitSet known() {
                    return (BitSet) both.clone();
                }

                @Override
                public void score(int[] asked, float[] scores) {
                    int[] rows = IntStream.of(asked).map(u -> users[u]).toArray();
                    float[] all = new float[rows.length * own.length()];
                    own.score(rows, all);
                    for (int k = 0; k < rows.length; k++) {
                        for (int item = both.nextSetBit(0); item >= 0; item = both.nextSetBit(item + 1)) {
                            scores[k * items.length + item] = all[k * own.length() + items[item]];
                        }
                    }
                }
            };
        }
    }
}
