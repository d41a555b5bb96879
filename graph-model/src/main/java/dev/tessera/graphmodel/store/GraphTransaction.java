package dev.tessera.graphmodel.store;

import dev.tessera.cypher.Statement;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One open transaction. Belongs to the thread and the callback that it was given to. */
public interface GraphTransaction {
    /**
     * Runs a statement to its end.
     *
     * @param parameters strings, numbers, booleans, {@code Instant}, {@code float[]}, {@code byte[]}, lists and maps of these
     * @throws GraphException where the statement fails; the message begins with the statement's name
     */
    List<Row> run(Statement statement, Map<String, ? extends @Nullable Object> parameters);

    /** Runs {@code query/NAME.cypher}. */
    List<Row> run(String query, Map<String, ? extends @Nullable Object> parameters);

    /** Runs {@code query/NAME.cypher} without parameters. */
    default List<Row> run(String query) {
        return run(query, Map.of());
    }
}
