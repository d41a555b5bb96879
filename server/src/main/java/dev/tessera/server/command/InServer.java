package dev.tessera.server.command;

import dev.tessera.server.config.Config;
import java.util.Map;

/** Verbs that another process sent to this server. */
record InServer(Workspace workspace) implements Host {
    @Override
    public Caller caller() {
        return workspace.caller();
    }

    @Override
    public Config config() {
        return workspace.config();
    }

    @Override
    public int inStore(StoreWork work) {
        return work.run(workspace);
    }

    @Override
    public int inStoreAsItIs(StoreWork work) {
        return inStore(work);
    }

    @Override
    public int inNewStore(StoreWork work) {
        return inStore(work);
    }

    @Override
    public int inStoreOrEmptyOne(StoreWork work) {
        return inStore(work);
    }

    @Override
    public int inServer(String verb, ServerWork work) {
        return work.run(caller());
    }

    @Override
    public int alone(String verb, Map<String, String> flags, LoneWork work) {
        caller().err()
                .println("tessera " + verb + " cannot run beside the server that has "
                        + workspace.config().data() + " open");
        return ExitCode.FAILED;
    }
}
