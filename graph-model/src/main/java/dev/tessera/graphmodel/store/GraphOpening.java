package dev.tessera.graphmodel.store;

import dev.tessera.cypher.Statement;
import dev.tessera.graphmodel.file.Durable;
import dev.tessera.graphmodel.store.GraphConfig.Bolt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.kernel.internal.GraphDatabaseAPI;

/** Opens a data folder's store: takes its lock, ends what a killed process began, starts the database, and brings it up to date. */
final class GraphOpening {
    private final GraphConfig config;
    private final Path folder;
    private final boolean mayUpgrade;
    private final FolderLock lock;

    private GraphOpening(GraphConfig config, boolean mayUpgrade, FolderLock lock) {
        this.config = config;
        this.folder = config.folder().toAbsolutePath();
        this.mayUpgrade = mayUpgrade;
        this.lock = lock;
    }

    /**
     * Opens a store, or makes it.
     *
     * @param mayUpgrade whether one that an earlier version wrote is changed; else it is refused
     * @throws GraphException where it cannot be opened; the lock is given back then
     */
    static EmbeddedGraph open(GraphConfig config, boolean mayUpgrade) {
        FolderLock lock = FolderLock.take(config.folder().toAbsolutePath());
        try {
            return new GraphOpening(config, mayUpgrade, lock).opened();
        } catch (RuntimeException e) {
            lock.close();
            throw e instanceof GraphException known ? known : failure(config, e);
        } catch (IOException e) {
            lock.close();
            throw failure(config, e);
        }
    }

    private static GraphException failure(GraphConfig config, Exception e) {
        Throwable root = DatabaseFailures.root(e);
        String reason = root.getMessage() == null ? root.toString() : root.getMessage();
        return new GraphException("the graph in " + config.folder() + " cannot be opened: " + reason, e);
    }

    private EmbeddedGraph opened() throws IOException {
        refuseLink();
        Replacement.settle(folder);
        forgetEmptyIdentity();
        EmbeddedGraph graph = started();
        return isUpToDate(graph) ? graph : upgraded();
    }

    /**
     * Neo4j does not force the file with the server's id: a plug that is pulled soon after may leave it empty, and then it opens
     * nothing any more. Among several servers the id means something; one alone makes another.
     */
    private void forgetEmptyIdentity() throws IOException {
        Path id = folder.resolve(EmbeddedGraph.STORE).resolve("data").resolve("server_id");
        if (Files.exists(id) && Files.size(id) == 0) {
            Files.delete(id);
        }
    }

    /** An upgrade and a restoration put another folder in the store's place; in a link's place, it would be elsewhere. */
    private void refuseLink() {
        Path store = folder.resolve(EmbeddedGraph.STORE);
        if (Files.isSymbolicLink(store)) {
            throw new GraphException(
                    store + " is a symbolic link. Move the data folder as a whole: make it the link, or name its"
                            + " place with --data");
        }
    }

    private EmbeddedGraph started() {
        DatabaseManagementService service = null;
        try {
            var gate = new WriteGate();
            service = GdsCatalogue.alone(() -> DatabaseStart.of(config));
            var database = (GraphDatabaseAPI) service.database(GraphDatabaseSettings.DEFAULT_DATABASE_NAME);
            if (config.bolt() instanceof Bolt.Listening bolt && bolt.writable()) {
                service.registerTransactionEventListener(GraphDatabaseSettings.DEFAULT_DATABASE_NAME, gate.forBolt());
            }
            GdsProcedures.register(database);
            return new EmbeddedGraph(config, lock, service, database, gate);
        } catch (RuntimeException e) {
            if (service != null) {
                DatabaseEnd.afterFailure(service, folder, e);
            }
            throw e;
        }
    }

    /** {@return true where the schema is up to date now; false where the store, now shut, must be copied aside first} */
    private boolean isUpToDate(EmbeddedGraph graph) {
        try {
            var migrations = new Migrations(graph);
            List<Statement> pending = migrations.pending();
            if (pending.isEmpty() || migrations.isNewStore()) {
                migrations.run(pending);
                return true;
            }
            if (!mayUpgrade) {
                throw new GraphException("an earlier version of Tessera wrote the store in " + folder
                        + ", and this one would have to change it first ("
                        + pending.getFirst().name()
                        + "). Do this with that version");
            }
        } catch (RuntimeException e) {
            graph.endAfter(e);
            throw e;
        }
        graph.shutDown();
        return false;
    }

    /** Migrates with a copy at hand; where that fails or the process is killed, the store is as it was. */
    private EmbeddedGraph upgraded() throws IOException {
        Replacement before = copiedAside();
        EmbeddedGraph graph = null;
        try {
            graph = started();
            var migrations = new Migrations(graph);
            migrations.run(migrations.pending());
            before.discard();
            return graph;
        } catch (RuntimeException e) {
            if (graph != null) {
                graph.endAfter(e);
            }
            Replacement.settle(folder);
            throw new GraphException(
                    "the store in " + folder + " cannot be brought up to this version and is as it was: "
                            + e.getMessage(),
                    e);
        }
    }

    private Replacement copiedAside() throws IOException {
        Replacement copy = Replacement.begin(folder);
        try {
            Durable.copy(folder.resolve(EmbeddedGraph.STORE), copy.entries().resolve(EmbeddedGraph.STORE));
            copy.ready();
            return copy;
        } catch (IOException e) {
            copy.discard();
            throw new GraphException(
                    "the store in " + folder + " has to be brought up to this version and is as it was: a copy of it"
                            + " cannot be put aside first: " + e,
                    e);
        }
    }
}
