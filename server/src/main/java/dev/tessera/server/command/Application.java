package dev.tessera.server.command;

import dev.tessera.graphmodel.store.EmbeddedGraph;
import dev.tessera.graphmodel.store.GraphConfig;
import dev.tessera.server.config.Config;
import dev.tessera.server.graphql.GraphQlApi;
import dev.tessera.server.http.Health;
import dev.tessera.server.http.Health.Readiness;
import dev.tessera.server.http.HttpConfig;
import dev.tessera.server.http.HttpServer;
import dev.tessera.server.http.Route;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The server, put together: the graph, the snapshot, GraphQL, HTTP, and the way in for verbs of other processes. */
final class Application implements AutoCloseable {
    private static final int LONGEST_COMMAND = 1_000_000;

    private final Config config;
    private final EmbeddedGraph graph;
    private final Workspace workspace;
    private @Nullable HttpServer http;
    private boolean closed;
    private volatile Readiness readiness = new Readiness.NotReady("the server is starting");

    private Application(Config config, EmbeddedGraph graph, Workspace workspace) {
        this.config = config;
        this.graph = graph;
        this.workspace = workspace;
    }

    /** {@return the server with its graph open, not listening yet} */
    static Application open(Config config, Caller caller) {
        EmbeddedGraph graph = EmbeddedGraph.open(config.serverGraph());
        try {
            return new Application(config, graph, Workspace.opened(config, graph, caller));
        } catch (RuntimeException e) {
            graph.close();
            throw e;
        }
    }

    Workspace workspace() {
        return workspace;
    }

    /** Loads the snapshot and listens; from now on verbs of other processes find this one. */
    void listen() {
        var api = new GraphQlApi(graph, workspace.served().answers(), config.queryLimits());
        var address =
                new HttpConfig(config.http().host(), config.http().port(), config.allowedHosts(), config.httpLimits());
        var local = new LocalAccess();
        Health health = () -> readiness;
        var server = new HttpServer(address, api, health, local.routes());
        server.start();
        http = server;
        Integer boltPort = config.bolt() instanceof GraphConfig.Bolt.Listening ? graph.boltPort() : null;
        ServerFile file = ServerFile.ofThisProcess(config.http().host(), server.port(), boltPort);
        local.open(file);
        file.write(config.data());
        readiness = new Readiness.Ready();
        Caller caller = workspace.caller();
        caller.out().println("listening on " + file.uri(""));
        if (boltPort != null) {
            caller.err()
                    .println("Bolt on port " + boltPort + ", user neo4j, password in " + config.data()
                            + "/bolt.password");
        }
    }

    /** Stops listening, then closes the graph; once, whether at the end of a verb or of the process. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        readiness = new Readiness.NotReady("the server is stopping");
        try (graph) {
            if (http != null) {
                ServerFile.delete(config.data());
                http.close();
            }
        }
    }

    /** The endpoints for verbs of this machine's owner, closed until the token is known. */
    private final class LocalAccess {
        private final LocalCommands commands =
                new LocalCommands(config, graph, workspace.artifacts(), workspace.served());
        private volatile @Nullable ServerFile file;

        void open(ServerFile opened) {
            file = opened;
        }

        List<Route> routes() {
            return List.of(
                    new Route(
                            Route.Method.GET,
                            LocalCommands.ALIVE_PATH,
                            request -> allowed(request) ? Route.Response.json(200, "{\"alive\":true}") : refused()),
                    new Route(Route.Method.POST, LocalCommands.COMMAND_PATH, request -> {
                        if (!allowed(request)) {
                            return refused();
                        }
                        byte[] body = request.body().readNBytes(LONGEST_COMMAND);
                        LocalRequest command = LocalRequest.parse(new String(body, StandardCharsets.UTF_8));
                        return new Route.Response(200, "application/x-ndjson", out -> commands.run(command, out));
                    }));
        }

        private boolean allowed(Route.Request request) {
            ServerFile opened = file;
            return opened != null && opened.authorises(request.header("Authorization"));
        }

        private static Route.Response refused() {
            return Route.Response.json(
                    401,
                    "{\"errors\":[{\"message\":\"this needs the token in server.json\","
                            + "\"extensions\":{\"code\":\"UNAUTHENTICATED\"}}]}");
        }
    }
}
