package dev.tessera.server.http;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which names callers may know this server by. A page whose name was rebound to this machine's address still says its
 * own name in the Host header, and is refused by it.
 */
final class AllowedHosts {
    private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]");
    private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::", "[::]");
    private static final int DEFAULT_PORT = 80;

    private final Set<String> hosts = new HashSet<>();

    AllowedHosts(HttpConfig config, int boundPort) {
        LOOPBACK.forEach(name -> allow(name, boundPort));
        if (!WILDCARDS.contains(config.host())) {
            allow(config.host(), boundPort);
        }
        config.allowedHosts().forEach(h -> hosts.add(h.toLowerCase(Locale.ROOT)));
    }

    private void allow(String name, int port) {
        boolean bareAddress = name.indexOf(':') >= 0 && !name.startsWith("[");
        String host = (bareAddress ? "[" + name + "]" : name).toLowerCase(Locale.ROOT);
        hosts.add(host + ":" + port);
        if (port == DEFAULT_PORT) {
            hosts.add(host);
        }
    }

    boolean contains(@Nullable String hostHeader) {
        return hostHeader != null && hosts.contains(hostHeader.toLowerCase(Locale.ROOT));
    }
}
