package dev.tessera.server.command;

import dev.tessera.graphmodel.store.EmbeddedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.GraphConfig;
import dev.tessera.graphmodel.store.GraphException;
import dev.tessera.server.config.Config;
import dev.tessera.server.config.ConfigLoader;
import dev.tessera.server.config.ConfigSources;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Verbs of a process of their own: they open the store, or send their work to the server that has it open. */
record OwnProcess(TesseraCommand options, List<String> args, Caller caller) implements Host {
    @Override
    public int inStore(StoreWork work) {
        return run(withStore(), EmbeddedGraph::open, work);
    }

    @Override
    public int inStoreAsItIs(StoreWork work) {
        return run(withStore(), EmbeddedGraph::openAsItIs, work);
    }

    @Override
    public int inNewStore(StoreWork work) {
        return run(config(), EmbeddedGraph::open, work);
    }

    @Override
    public int inStoreOrEmptyOne(StoreWork work) {
        Config config = config();
        return hasStore(config)
                ? run(config, EmbeddedGraph::open, work)
                : TemporaryFolder.use(folder -> open(config.withData(folder), EmbeddedGraph::open, work));
    }

    private Config withStore() {
        Config config = config();
        if (!hasStore(config)) {
            throw new GraphException("there is no graph in " + config.data()
                    + " yet. Import something first (tessera import DIR), or name another folder with --data");
        }
        return config;
    }

    private static boolean hasStore(Config config) {
        return EmbeddedGraph.isIn(config.data());
    }

    private int run(Config config, Function<GraphConfig, Graph> opening, StoreWork work) {
        RemoteCommands server = RemoteCommands.find(config.data());
        return server == null ? open(config, opening, work) : send(server);
    }

    private int send(RemoteCommands server) {
        var request = new LocalRequest(args, caller.directory(), caller.outIsTerminal());
        return server.run(request, caller.out()::println, caller.err()::println);
    }

    @Override
    public int inServer(String verb, ServerWork work) {
        Path data = config().data();
        RemoteCommands server = RemoteCommands.find(data);
        if (server == null) {
            throw new GraphException("tessera " + verb + " works on a running server, and none has " + data
                    + " open. Start one, or name its folder with --data");
        }
        return send(server);
    }

    private int open(Config config, Function<GraphConfig, Graph> opening, StoreWork work) {
        try (Graph graph = opening.apply(config.commandGraph())) {
            return CommandAudit.noted(config.data(), args, () -> work.run(Workspace.opened(config, graph, caller)));
        }
    }

    @Override
    public int alone(String verb, Map<String, String> flags, LoneWork work) {
        Config config = config(flags);
        RemoteCommands server = RemoteCommands.find(config.data());
        if (server == null) {
            return CommandAudit.noted(config.data(), args, () -> work.run(config, caller));
        }
        caller.err()
                .println("tessera " + verb + " cannot run beside the server that has " + config.data() + " open ("
                        + server.address() + "). Stop that server, or choose another folder with --data");
        return ExitCode.FAILED;
    }

    @Override
    public Config config() {
        return config(Map.of());
    }

    private Config config(Map<String, String> flags) {
        Map<String, String> all = new HashMap<>(flags);
        all.putAll(options.flags());
        return ConfigLoader.load(new ConfigSources(caller.directory(), options.file(), caller.environment(), all));
    }
}
