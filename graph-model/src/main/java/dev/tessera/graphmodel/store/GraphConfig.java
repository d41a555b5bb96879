package dev.tessera.graphmodel.store;

import java.nio.file.Path;

/**
 * How to open the graph.
 *
 * @param folder the data folder; the store lies in {@code graph/} below it
 * @param pageCacheMegabytes memory for the store's pages, at least 8
 * @param bolt whether Bolt listens
 * @param analysts what their queries may take
 */
public record GraphConfig(Path folder, int pageCacheMegabytes, Bolt bolt, AnalystLimits analysts) {
    /** With the standard limits of analysts. */
    public GraphConfig(Path folder, int pageCacheMegabytes, Bolt bolt) {
        this(folder, pageCacheMegabytes, bolt, AnalystLimits.standard());
    }

    /** Whether and where Neo4j's own protocol is served. */
    public sealed interface Bolt {
        /** No port is opened. */
        record Off() implements Bolt {}

        /**
         * A port is opened, with authentication. The password of user {@code neo4j} lies in {@code bolt.password} in the
         * data folder, readable by its owner only.
         *
         * @param host the address to bind
         * @param port 0 takes a free one
         * @param writable false: whatever a Bolt client tries to commit is refused
         */
        record Listening(String host, int port, boolean writable) implements Bolt {
            public Listening {
                if (port < 0 || port > 65_535) {
                    throw new IllegalArgumentException("the Bolt port must be 0 to 65535, was " + port);
                }
            }
        }
    }

    /** Page cache of a store that nothing was said about. */
    public static final int DEFAULT_PAGE_CACHE_MEGABYTES = 256;

    public GraphConfig {
        if (pageCacheMegabytes < 8) {
            throw new IllegalArgumentException("the page cache needs at least 8 MB, was " + pageCacheMegabytes);
        }
    }

    /** {@return the folder opened without Bolt and with the default page cache} */
    public static GraphConfig of(Path folder) {
        return new GraphConfig(folder, DEFAULT_PAGE_CACHE_MEGABYTES, new Bolt.Off());
    }
}
