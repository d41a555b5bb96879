package dev.tessera.graphmodel.store;

import dev.tessera.cypher.CypherCatalog;
import dev.tessera.graphmodel.store.GraphConfig.Bolt;
import inet.ipaddr.IPAddressString;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.neo4j.configuration.GraphDatabaseInternalSettings;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.connectors.BoltConnectorInternalSettings;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.graphdb.Transaction;
import org.neo4j.io.ByteUnit;

/** Starts Neo4j as Tessera needs it. */
final class DatabaseStart {
    /** LOAD CSV reaches nothing, so that nobody can use it to look around in this machine's network. */
    private static final List<IPAddressString> EVERY_ADDRESS =
            List.of(new IPAddressString("0.0.0.0/0"), new IPAddressString("::/0"));

    private DatabaseStart() {}

    /** {@return the running database, with Bolt where that was asked for} */
    static DatabaseManagementService of(GraphConfig config) {
        Path home = config.folder().toAbsolutePath().resolve(EmbeddedGraph.STORE);
        boolean readOnlyBolt = config.bolt() instanceof Bolt.Listening listening && !listening.writable();
        var builder = (readOnlyBolt ? new ReadOnlyBolt(home) : new DatabaseBuilder(home))
                .setConfig(GraphDatabaseSettings.pagecache_memory, ByteUnit.mebiBytes(config.pageCacheMegabytes()))
                .setConfig(GraphDatabaseSettings.procedure_unrestricted, List.of("gds.*"))
                .setConfig(GraphDatabaseSettings.allow_file_urls, false)
                .setConfig(GraphDatabaseInternalSettings.cypher_ip_blocklist, EVERY_ADDRESS)
                .setConfig(GraphDatabaseSettings.keep_logical_logs, "2 files")
                .setConfig(GraphDatabaseInternalSettings.netty_server_shutdown_quiet_period, 0)
                .setConfig(GraphDatabaseInternalSettings.netty_server_shutdown_timeout, Duration.ofSeconds(1))
                .setConfig(BoltConnectorInternalSettings.thread_pool_shutdown_wait_time, Duration.ofSeconds(1));
        if (!(config.bolt() instanceof Bolt.Listening bolt)) {
            return builder.build();
        }
        var address = new SocketAddress(bolt.host(), bolt.port());
        DatabaseManagementService service = builder.setConfig(GraphDatabaseSettings.auth_enabled, true)
                .setConfig(BoltConnector.enabled, true)
                .setConfig(BoltConnector.listen_address, address)
                .setConfig(BoltConnector.advertised_address, address)
                .build();
        setPassword(service, config);
        return service;
    }

    /** Gives Bolt's user the password of its file. */
    static void setPassword(DatabaseManagementService service, GraphConfig config) {
        var statement = CypherCatalog.load().query("set_bolt_password");
        try (Transaction tx =
                service.database(GraphDatabaseSettings.SYSTEM_DATABASE_NAME).beginTx()) {
            tx.execute(
                    statement.text(),
                    Map.of("password", BoltPassword.of(config.folder().toAbsolutePath())));
            tx.commit();
        }
    }
}
