package dev.tessera.graphmodel.store;

import dev.tessera.cypher.CypherCatalog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The graph database, spoken to in statements, parameters, rows and domain types. Nothing of Neo4j shows, so that a
 * second implementation over the Bolt driver can stand beside the embedded one.
 *
 * <p>Thread-safe. Whoever opens a graph closes it.
 */
public interface Graph extends AutoCloseable {
    /** {@return the statements to run} */
    CypherCatalog catalog();

    /**
     * Runs {@code work} in a transaction that cannot write.
     *
     * @throws GraphException where a statement fails or tries to write
     */
    <T> T read(Function<GraphTransaction, T> work);

    /**
     * As {@link #read(Function)}, for work of which nobody knows how long it takes.
     *
     * @param limit after which the work is ended
     * @throws GraphException also where it was ended
     */
    <T> T read(Duration limit, Function<GraphTransaction, T> work);

    /**
     * Runs a query that somebody wrote who is trusted with the data and with nothing else: it can only read, calls few
     * procedures, and takes limited time, rows and memory.
     *
     * @param parameters as {@link GraphTransaction#run} takes them
     */
    Analysis analyse(String query, Map<String, ? extends @Nullable Object> parameters);

    /**
     * Runs {@code work} in a transaction that commits when it returns and rolls back when it throws. May run it again
     * where the database asks for that, so {@code work} must have no other effects.
     *
     * @throws GraphException where a statement or the commit fails
     */
    <T> T write(Function<GraphTransaction, T> work);

    /** As {@link #write}, for work without an answer. */
    default void execute(Consumer<GraphTransaction> work) {
        write(tx -> {
            work.accept(tx);
            return tx;
        });
    }

    /**
     * Projects a part of the graph into memory and copies it into arrays.
     *
     * @throws GraphException where the projection fails
     */
    Projection project(ProjectionSpec spec);

    /**
     * Gives Bolt's user another password, at once where Bolt is served. Connections that are open stay so.
     *
     * @param password null: a random one, which its file tells
     * @throws IllegalArgumentException where it is too short, or no single word
     */
    void setBoltPassword(@Nullable String password);

    /**
     * Copies the store as it is at one moment. Reads go on meanwhile; writes wait, and none is refused.
     *
     * @param folder a data folder without a graph; the copy is its graph then. Not forced to the disk
     * @param reading reads what belongs to the copy, at the same moment
     * @throws GraphException where the files cannot be written
     */
    <T> StoreCopy<T> copy(Path folder, Function<GraphTransaction, T> reading);

    /** Releases the store; a second call does nothing. */
    @Override
    void close();
}
