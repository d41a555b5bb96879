package dev.tessera.server.command;

import dev.tessera.graphmodel.store.Graph;
import dev.tessera.server.config.Config;
import java.util.Map;

/** Verbs that another process sent to this server. */
record InServer(Config config, Graph graph, Caller caller) implements Host {
    @Override
    public int inStore(StoreWork work) {
        return work.run(new Workspace(config, graph, caller));
    }

    @Override
    public int inNewStore(StoreWork work) {
        return inStore(work);
    }

    @Override
    public int alone(String verb, Map<String, String> flags, LoneWork work) {
        caller.err().println("tessera " + verb + " cannot run beside the server that has " + config.data() + " open");
        return ExitCode.FAILED;
    }
}
