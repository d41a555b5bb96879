package dev.tessera.server.command;

import dev.tessera.server.config.Config;
import java.util.Map;

/** Where a verb runs, and what it may ask for there. Each method answers the exit code. */
sealed interface Host permits OwnProcess, InServer {
    /** Work on the store. */
    @FunctionalInterface
    interface StoreWork {
        int run(Workspace workspace);
    }

    /** Work that needs the data folder to itself and opens it in its own way. */
    @FunctionalInterface
    interface LoneWork {
        int run(Config config, Caller caller);
    }

    Caller caller();

    /** {@return the settings of this process: of its flags, its environment and its file} */
    Config config();

    /** Runs work on a store that is there already; where a server owns it, the server runs it. */
    int inStore(StoreWork work);

    /** As {@link #inStore}; a store that an earlier version wrote is refused, not brought up to date. */
    int inStoreAsItIs(StoreWork work);

    /** As {@link #inStore}, making the store where there is none. */
    int inNewStore(StoreWork work);

    /** As {@link #inStore}, on an empty store elsewhere where there is none; that one is gone afterwards. */
    int inStoreOrEmptyOne(StoreWork work);

    /** Work on the process that serves. */
    @FunctionalInterface
    interface ServerWork {
        int run(Caller caller);
    }

    /**
     * Runs work in the server that has the data folder open; where there is none, says so.
     *
     * @param verb its name
     */
    int inServer(String verb, ServerWork work);

    /**
     * Runs work that cannot be done beside a running server; where there is one, says so and does nothing.
     *
     * @param verb its name
     * @param flags settings given as flags: dotted key to value
     */
    int alone(String verb, Map<String, String> flags, LoneWork work);
}
