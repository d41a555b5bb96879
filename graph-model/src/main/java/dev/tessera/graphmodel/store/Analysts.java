package dev.tessera.graphmodel.store;

import dev.tessera.cypher.CypherCatalog;
import dev.tessera.cypher.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.neo4j.internal.kernel.api.connectioninfo.ClientConnectionInfo;
import org.neo4j.internal.kernel.api.security.SecurityContext;
import org.neo4j.kernel.api.KernelTransaction;
import org.neo4j.kernel.api.procedure.GlobalProcedures;
import org.neo4j.kernel.impl.coreapi.InternalTransaction;
import org.neo4j.kernel.internal.GraphDatabaseAPI;
import org.neo4j.memory.LimitedMemoryTracker;
import org.neo4j.memory.LocalMemoryTracker;
import org.neo4j.memory.MemoryLimitExceededException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what analysts write, few at once, each on a thread of its own: where the database cannot end a query in time, its
 * caller is answered all the same, and until it ends it takes one of these few turns and nothing of anybody else's.
 */
final class Analysts {
    /** What a query may take longer to end than its time before it is left alone. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private static final long BYTES = 1L << 20;
    private static final Logger LOG = LoggerFactory.getLogger(Analysts.class);

    private final GraphDatabaseAPI database;
    private final CypherCatalog catalog;
    private final SecurityContext context;
    private final AnalystLimits limits;
    private final Semaphore turns;

    Analysts(GraphDatabaseAPI database, CypherCatalog catalog, AnalystLimits limits) {
        this.database = database;
        this.catalog = catalog;
        this.limits = limits;
        this.turns = new Semaphore(limits.running(), true);
        var procedures = database.getDependencyResolver().resolveDependency(GlobalProcedures.class);
        this.context = AnalystMode.context(procedures.getCurrentView());
    }

    Analysis run(String query, Map<String, ? extends @Nullable Object> parameters) {
        String problem = AnalystSyntax.problem(query);
        if (problem != null) {
            return new Analysis.Refused(problem);
        }
        try {
            return turns.tryAcquire(limits.time().toMillis(), TimeUnit.MILLISECONDS)
                    ? awaited(query, parameters)
                    : new Analysis.TooLong("other queries of analysts run (limits.cypherRunning is " + limits.running()
                            + "). Try again later");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Analysis.TooLong("the server is stopping");
        }
    }

    private Analysis awaited(String query, Map<String, ? extends @Nullable Object> parameters)
            throws InterruptedException {
        var answer = new CompletableFuture<Analysis>();
        Thread.ofPlatform().daemon().name("analyst").start(() -> {
            try {
                answer.complete(read(query, parameters));
            } catch (OutOfMemoryError e) {
                answer.complete(tooLarge());
            } catch (Throwable e) {
                answer.completeExceptionally(e);
            } finally {
                turns.release();
            }
        });
        try {
            return answer.get(limits.time().plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            tellOfLateEnd(answer);
            return tooLong();
        } catch (ExecutionException e) {
            throw new GraphException("a query of an analyst failed: " + e.getCause(), e.getCause());
        }
    }

    /** Nothing ends it for sure: an administrator may want to know that a turn is gone for a while. */
    private void tellOfLateEnd(CompletableFuture<Analysis> answer) {
        long began = System.nanoTime();
        LOG.warn(
                "a query of an analyst cannot be ended and runs on, as one of {} that may run (limits.cypherRunning); the"
                        + " audit log has it",
                limits.running());
        var unused = answer.whenComplete((late, failure) -> LOG.warn(
                "a query of an analyst that ran on has ended, {} s after its time",
                Duration.ofNanos(System.nanoTime() - began).plus(GRACE).toSeconds()));
    }

    private Analysis read(String query, Map<String, ? extends @Nullable Object> parameters) {
        try (InternalTransaction tx = database.beginTransaction(
                KernelTransaction.Type.EXPLICIT,
                context,
                ClientConnectionInfo.EMBEDDED_CONNECTION,
                limits.time().toMillis(),
                TimeUnit.MILLISECONDS)) {
            var memory = (LimitedMemoryTracker) tx.kernelTransaction().memoryTracker();
            memory.setLimit(limits.megabytes() * BYTES);
            try {
                var statement = new Statement("cypher", "", Map.of(), false, AnalystSyntax.LANGUAGE + query);
                return new EmbeddedTransaction(tx, catalog, memory::allocateHeap)
                        .table(statement, parameters, limits.rows());
            } finally {
                memory.setLimit(LocalMemoryTracker.NO_LIMIT); // the database uses transactions again, limits and all
            }
        } catch (MemoryLimitExceededException e) {
            return tooLarge();
        } catch (GraphException e) {
            return DatabaseFailures.isTimeout(e) ? tooLong() : new Analysis.Refused(String.valueOf(e.getMessage()));
        }
    }

    private Analysis tooLarge() {
        return new Analysis.TooLarge("the query holds more at once than " + limits.megabytes()
                + " MB (limits.cypherMegabytes). Collect and sort less");
    }

    private Analysis tooLong() {
        return new Analysis.TooLong("the query ran longer than " + limits.time().toSeconds()
                + " s (limits.cypherSeconds) and was ended. Ask for less");
    }
}
