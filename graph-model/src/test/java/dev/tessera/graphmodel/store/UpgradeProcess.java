package dev.tessera.graphmodel.store;

import java.nio.file.Path;

/** A child that opens a store, which brings it up to date, and closes it. */
final class UpgradeProcess {
    private UpgradeProcess() {}

    /** Arguments: the data folder. */
    public static void main(String[] arguments) {
        EmbeddedGraph.open(config(Path.of(arguments[0]))).close();
    }

    static GraphConfig config(Path folder) {
        return new GraphConfig(folder, 16, new GraphConfig.Bolt.Off());
    }
}
