package dev.tessera.graphmodel.store;

import java.nio.file.Path;
import org.neo4j.configuration.Config;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilderImplementation;
import org.neo4j.graphdb.facade.DatabaseManagementServiceFactory;
import org.neo4j.graphdb.facade.ExternalDependencies;
import org.neo4j.graphdb.factory.module.GlobalModule;
import org.neo4j.io.fs.DefaultFileSystemAbstraction;
import org.neo4j.io.fs.FileSystemAbstraction;

/** Builds a database that writes its log by {@link LogWrites}, and else is Neo4j's own. */
class DatabaseBuilder extends DatabaseManagementServiceBuilderImplementation {
    private final FileSystemAbstraction disk;

    DatabaseBuilder(Path home) {
        this(home, new DefaultFileSystemAbstraction());
    }

    /** @param disk what the files lie on; closed with the database */
    DatabaseBuilder(Path home, FileSystemAbstraction disk) {
        super(home);
        this.disk = disk;
    }

    @Override
    protected DatabaseManagementService newDatabaseManagementService(
            Config configuration, ExternalDependencies external) {
        var factory =
                new DatabaseManagementServiceFactory(getDbmsInfo(configuration), getEditionFactory(configuration)) {
                    @Override
                    protected GlobalModule createGlobalModule(
                            Config config, boolean daemon, ExternalDependencies known) {
                        return new GlobalModule(config, dbmsInfo, daemon, known) {
                            @Override
                            protected FileSystemAbstraction createFileSystemAbstraction() {
                                return new LogWrites(disk);
                            }
                        };
                    }
                };
        return factory.build(augmentConfig(configuration), daemonMode, external);
    }
}
