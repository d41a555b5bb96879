package dev.tessera.graphmodel.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.neo4j.graphdb.Resource;
import org.neo4j.graphdb.ResourceIterator;
import org.neo4j.kernel.database.Database;
import org.neo4j.kernel.impl.transaction.log.checkpoint.CheckPointer;
import org.neo4j.kernel.impl.transaction.log.checkpoint.SimpleTriggerInfo;
import org.neo4j.kernel.internal.GraphDatabaseAPI;

/** The files of the open store. The database of users and passwords is not among them. */
final class StoreFiles {
    private final Database database;
    private final CheckPointer checkPointer;

    StoreFiles(GraphDatabaseAPI api) {
        database = api.getDependencyResolver().resolveDependency(Database.class);
        checkPointer = api.getDependencyResolver().resolveDependency(CheckPointer.class);
    }

    /** Writes all that is only in memory and in the log into the store's files. */
    void checkPoint() throws IOException {
        checkPointer.forceCheckPoint(new SimpleTriggerInfo("copy of the store"));
    }

    /**
     * Copies the files while nobody writes. The files that Neo4j makes anew where they are missing, its lists of free ids,
     * are left out: it tidies them whenever it likes.
     *
     * @param home of the copy, empty
     */
    void copyTo(Path home) throws IOException {
        checkPoint();
        Path from = database.getDatabaseLayout().getNeo4jLayout().homeDirectory();
        Resource noCheckPoint = database.getStoreCopyCheckPointMutex().storeCopy(() -> {});
        try (ResourceIterator<Path> files = database.listStoreFiles(true)) {
            while (files.hasNext()) {
                Path file = files.next();
                Path copy = home.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        } finally {
            noCheckPoint.close();
        }
    }
}
