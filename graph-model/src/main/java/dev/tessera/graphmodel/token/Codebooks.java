package dev.tessera.graphmodel.token;

import dev.tessera.graphmodel.store.Graph;

/** The codebooks in the graph. */
public final class Codebooks {
    private Codebooks() {}

    /** Removes the codebooks that do not count, with their tokens. Not while one is being written. */
    public static void deleteIncomplete(Graph graph) {
        while (graph.write(tx -> tx.run("delete_incomplete_tokens")).getFirst().integer("deleted") > 0) {
            // a batch at a time, so that no transaction grows with the codebook
        }
        graph.execute(tx -> tx.run("delete_incomplete_codebooks"));
    }
}
