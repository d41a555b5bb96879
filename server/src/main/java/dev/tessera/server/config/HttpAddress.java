package dev.tessera.server.config;

/**
 * Where HTTP listens. Only on this machine: requests carry no keys yet, so a port that others can reach would give
 * everything away.
 *
 * @param host {@code localhost}, {@code 127.x.y.z} or {@code ::1}
 * @param port 0 takes a free one
 */
public record HttpAddress(String host, int port) {
    public HttpAddress {
        if (!Loopback.is(host)) {
            throw new IllegalArgumentException("'" + host + "' is not a loopback address, and serving other machines is"
                    + " refused as long as there are no API keys. Choose 127.0.0.1, ::1 or localhost");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("a port must be 0 to 65535, was " + port);
        }
    }
}
