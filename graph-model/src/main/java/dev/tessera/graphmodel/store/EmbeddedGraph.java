package dev.tessera.graphmodel.store;

import dev.tessera.cypher.CypherCatalog;
import dev.tessera.graphmodel.file.Durable;
import dev.tessera.graphmodel.store.GraphConfig.Bolt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.neo4j.configuration.connectors.ConnectorPortRegister;
import org.neo4j.configuration.connectors.ConnectorType;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.graphdb.Transaction;
import org.neo4j.graphdb.TransactionFailureException;
import org.neo4j.internal.kernel.api.connectioninfo.ClientConnectionInfo;
import org.neo4j.internal.kernel.api.security.LoginContext;
import org.neo4j.internal.kernel.api.security.SecurityContext;
import org.neo4j.internal.kernel.api.security.StaticAccessMode;
import org.neo4j.io.pagecache.monitoring.PageCacheCounters;
import org.neo4j.kernel.api.KernelTransaction;
import org.neo4j.kernel.internal.GraphDatabaseAPI;
import org.neo4j.monitoring.DatabaseHealth;

/** The graph as an embedded Neo4j with Graph Data Science, its schema up to date. */
public final class EmbeddedGraph implements Graph {
    static final String STORE = "graph";
    private static final int ATTEMPTS = 5;
    private static final LoginContext READER =
            SecurityContext.AUTH_DISABLED.withMode(new ReadMode(StaticAccessMode.FULL, "read-only access"));

    private final CypherCatalog catalog = CypherCatalog.load();
    private final GraphConfig config;
    private final FolderLock lock;
    private final DatabaseManagementService service;
    private final GraphDatabaseAPI database;
    private final Analysts analysts;
    private final WriteGate gate;
    private final Path folder;
    private final DatabaseHealth health;
    private boolean closed;

    /** Of a database that runs; see {@link GraphOpening}. */
    EmbeddedGraph(
            GraphConfig config,
            FolderLock lock,
            DatabaseManagementService service,
            GraphDatabaseAPI database,
            WriteGate gate) {
        this.config = config;
        this.lock = lock;
        this.service = service;
        this.database = database;
        this.analysts = new Analysts(database, catalog, config.analysts());
        this.gate = gate;
        this.folder = config.folder().toAbsolutePath();
        this.health = database.getDependencyResolver().resolveDependency(DatabaseHealth.class);
    }

    /**
     * Opens the store, or makes it, and migrates its schema. Takes some 3 to 15 seconds, longer where the store was written by
     * an earlier version: it is copied aside first, and put back where a migration fails.
     *
     * @throws GraphException where another process owns the folder, or the store is damaged or from a newer version
     */
    public static EmbeddedGraph open(GraphConfig config) {
        return GraphOpening.open(config, true);
    }

    /**
     * Opens a store that this version needs not change.
     *
     * @throws GraphException as by {@link #open}, and where an earlier version wrote the store
     */
    public static EmbeddedGraph openAsItIs(GraphConfig config) {
        return GraphOpening.open(config, false);
    }

    /** {@return whether there is a graph in a data folder} */
    public static boolean isIn(Path folder) {
        return Files.isDirectory(folder.resolve(STORE)) || Replacement.isReady(folder);
    }

    /** Shuts down what could not be brought up to date; where that fails too, the first failure says so. */
    void endAfter(RuntimeException failure) {
        DatabaseEnd.afterFailure(service, folder, failure);
    }

    /** Shuts the database down, and keeps the lock. */
    void shutDown() {
        GdsCatalogue.alone(service::shutdown);
    }

    @Override
    public void setBoltPassword(@Nullable String password) {
        BoltPassword.replace(config.folder().toAbsolutePath(), password == null ? BoltPassword.random() : password);
        if (config.bolt() instanceof Bolt.Listening) {
            DatabaseStart.setPassword(service, config);
        }
    }

    /**
     * {@return the port that Bolt listens on}
     *
     * @throws IllegalStateException where Bolt is off
     */
    public int boltPort() {
        var ports = database.getDependencyResolver().resolveDependency(ConnectorPortRegister.class);
        var address = ports.getLocalAddress(ConnectorType.BOLT);
        if (address == null) {
            throw new IllegalStateException("Bolt is off in this graph's configuration: " + config.bolt());
        }
        return address.getPort();
    }

    /** {@return how the store's pages were used so far} */
    public PageCacheUse pageCache() {
        PageCacheCounters counters = database.getDependencyResolver().resolveDependency(PageCacheCounters.class);
        double held = Math.max(0, counters.faults() - counters.evictions());
        double usage = counters.maxPages() == 0 ? 0 : Math.min(1, held / counters.maxPages());
        return new PageCacheUse(counters.hits(), counters.faults(), counters.evictions(), usage);
    }

    /**
     * {@return what made the database stop taking changes, as after a failed write to its log; null where it takes them} Only
     * opening the store again helps.
     */
    public @Nullable Throwable failure() {
        Throwable panic = health.causeOfPanic();
        return panic == null ? null : DatabaseFailures.root(panic);
    }

    @Override
    public CypherCatalog catalog() {
        return catalog;
    }

    @Override
    public <T> T read(Function<GraphTransaction, T> work) {
        try (Transaction tx = database.beginTransaction(KernelTransaction.Type.EXPLICIT, READER)) {
            return work.apply(new EmbeddedTransaction(tx, catalog));
        } catch (TransactionFailureException e) {
            throw failedTransaction(e);
        }
    }

    @Override
    public <T> T read(Duration limit, Function<GraphTransaction, T> work) {
        try (Transaction tx = database.beginTransaction(
                KernelTransaction.Type.EXPLICIT,
                READER,
                ClientConnectionInfo.EMBEDDED_CONNECTION,
                limit.toMillis(),
                TimeUnit.MILLISECONDS)) {
            return work.apply(new EmbeddedTransaction(tx, catalog));
        } catch (TransactionFailureException e) {
            throw failedTransaction(e);
        } catch (GraphException e) {
            throw DatabaseFailures.isTimeout(e)
                    ? new GraphException("the query ran longer than " + limit.toSeconds() + " s and was ended", e)
                    : e;
        }
    }

    @Override
    public Analysis analyse(String query, Map<String, ? extends @Nullable Object> parameters) {
        return analysts.run(query, parameters);
    }

    @Override
    public <T> T write(Function<GraphTransaction, T> work) {
        return gate.write(() -> written(work));
    }

    private <T> T written(Function<GraphTransaction, T> work) {
        for (int attempt = 1; ; attempt++) {
            try (Transaction tx = database.beginTx()) {
                T answer = work.apply(new EmbeddedTransaction(tx, catalog));
                tx.commit();
                return answer;
            } catch (RuntimeException e) {
                if (attempt == ATTEMPTS || !DatabaseFailures.isTransient(e)) {
                    throw e instanceof TransactionFailureException failure ? failedTransaction(failure) : e;
                }
            }
        }
    }

    private static GraphException failedTransaction(TransactionFailureException e) {
        return new GraphException("the transaction cannot be begun or committed: " + DatabaseFailures.reason(e), e);
    }

    @Override
    public Projection project(ProjectionSpec spec) {
        return GdsCatalogue.projecting(() -> read(tx -> new GdsProjector((EmbeddedTransaction) tx).project(spec)));
    }

    @Override
    public <T> StoreCopy<T> copy(Path folder, Function<GraphTransaction, T> reading) {
        var files = new StoreFiles(database);
        try {
            files.checkPoint(); // most of it, while others still write
        } catch (IOException e) {
            throw failedToCopy(folder, e);
        }
        WriteGate.Held<T> held = gate.holdUp(() -> {
            try {
                files.copyTo(folder.resolve(STORE));
            } catch (IOException e) {
                Durable.discard(folder.resolve(STORE), e); // before others write again: the disk may be full
                throw failedToCopy(folder, e);
            }
            return read(reading);
        });
        return new StoreCopy<>(held.made(), held.longestWait());
    }

    private static GraphException failedToCopy(Path folder, IOException e) {
        return new GraphException("the store cannot be copied to " + folder + ": " + e, e);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            DatabaseEnd.shutDown(
                    service, folder, () -> health.causeOfPanic() != null || DatabaseEnd.isUnwritable(folder));
            lock.close(); // else the end of the process does that
        }
    }
}
