package dev.tessera.server.command;

import dev.tessera.cypher.Statement;
import dev.tessera.graphmodel.store.GraphException;
import dev.tessera.graphmodel.store.GraphTransaction;
import dev.tessera.graphmodel.store.Row;
import java.util.List;

/** The learned properties on nodes, which are a copy of the active model and lag behind it for a while. */
final class Mirror {
    private Mirror() {}

    /**
     * Lets a statement pass that reads learned properties.
     *
     * @throws GraphException while there are none, or only some
     */
    static void require(Statement statement, GraphTransaction tx) {
        List<Row> active = tx.run("active_model_version");
        if (active.isEmpty()) {
            throw new GraphException(statement.name() + " reads what a model has learned, and no model is active yet."
                    + " Train one first, see: tessera help");
        }
        Row model = active.getFirst();
        if (!"DONE".equals(model.stringOrNull("writeBack"))) {
            throw new GraphException(statement.name() + " reads what model " + model.string("version")
                    + " has learned, which is still being written to the graph. Try again in a moment");
        }
    }
}
