package dev.tessera.server.command;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.tessera.server.http.HttpLimits;
import java.lang.management.ManagementFactory;
import java.util.function.Consumer;

/**
 * How many files a process may have open. Connections count among them, so there are never as many that the store could not
 * open its own: a store that cannot open a file stops.
 *
 * @param open how many are open before the first connection
 * @param most how many may be
 */
record OpenFiles(long open, long most) {
    /** What the store, models, backups and the rest of the program open later. */
    private static final int OWN = 300;

    private static final int LEAST_CONNECTIONS = 10;

    /** {@return those of this process; any number where the system does not say} */
    static OpenFiles ofThisProcess() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? new OpenFiles(unix.getOpenFileDescriptorCount(), unix.getMaxFileDescriptorCount())
                : new OpenFiles(0, Long.MAX_VALUE);
    }

    /**
     * {@return the limits, with fewer connections where this process may not have as many open}
     *
     * @param warning hears that there are fewer, and why
     * @throws IllegalArgumentException where hardly any would be left
     */
    HttpLimits allow(HttpLimits asked, Consumer<String> warning) {
        long left = most - open - OWN;
        if (left >= asked.connections()) {
            return asked;
        }
        long needed = open + OWN + asked.connections();
        if (left < LEAST_CONNECTIONS) {
            throw new IllegalArgumentException("this process may have " + most + " files open (ulimit -n), and " + open
                    + " are open before the first connection; the store needs up to " + OWN
                    + " more. Raise it, for all connections of limits.connections to " + needed);
        }
        warning.accept("this process may have " + most + " files open (ulimit -n), so " + left
                + " connections are served at once and not " + asked.connections()
                + " (limits.connections). Raise it to "
                + needed);
        return asked.withConnections((int) left);
    }
}
