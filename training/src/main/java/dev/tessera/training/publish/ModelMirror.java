package dev.tessera.training.publish;

import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.domain.ModelVersion;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.training.recommender.Factorised;
import dev.tessera.training.recommender.TrainedUsers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Copies the active artifact's vectors onto the nodes, for people to query. Every batch can be written again, so an
 * interrupted mirror is simply begun anew.
 */
final class ModelMirror {
    private static final int BATCH = 2_000;

    private final Graph graph;
    private final PublicationListener listener;

    ModelMirror(Graph graph, PublicationListener listener) {
        this.graph = graph;
        this.listener = listener;
    }

    void write(TrainedModel model) {
        clear("clear_user_vectors");
        clear("clear_item_vectors");
        clear("clear_token_vectors");
        if (model.form() instanceof Factorised form) {
            write(form);
        }
        ModelVersion version = model.version();
        graph.execute(tx -> tx.run("finish_mirror", Map.of("version", version.value())));
        listener.reached(PublicationStep.DONE);
    }

    /** A batch at a time, so that no transaction grows with the graph; each goes on where the last one ended. */
    private void clear(String statement) {
        String last = "";
        while (last != null) {
            Map<String, Object> after = Map.of("after", last);
            last = graph.write(tx -> tx.run(statement, after)).getFirst().stringOrNull("last");
        }
    }

    private void write(Factorised form) {
        DenseMatrix vectors = TrainedUsers.vectors(form);
        DenseMatrix attention = TrainedUsers.attention(form);
        batches(
                "set_user_vectors",
                form.users().size(),
                user -> Map.of(
                        "id", form.users().idOf(user).value(),
                        "embedding", vectors.row(user),
                        "base", form.base().row(user),
                        "attention", attention.row(user)));
        listener.reached(PublicationStep.MIRROR_HALF_WRITTEN);
        int[] degrees = form.degrees();
        batches(
                "set_item_vectors",
                form.items().size(),
                item -> Map.of(
                        "id", form.items().idOf(item).value(),
                        "embedding", form.embedding().row(item),
                        "context", form.context().row(item),
                        "degree", degrees[item]));
        Factorised.OwnPart own = form.own();
        if (own != null) {
            batches(
                    "set_token_vectors",
                    own.tokens().table().rows(),
                    token -> Map.of(
                            "id", own.tokens().codes().tokens().get(token).toString(),
                            "embedding", own.tokens().table().row(token)));
        }
    }

    private void batches(String statement, int count, IntFunction<Map<String, Object>> row) {
        for (int from = 0; from < count; from += BATCH) {
            List<Map<String, Object>> rows = new ArrayList<>();
            for (int k = from; k < Math.min(from + BATCH, count); k++) {
                rows.add(row.apply(k));
            }
            graph.execute(tx -> tx.run(statement, Map.of("rows", rows)));
        }
    }
}
