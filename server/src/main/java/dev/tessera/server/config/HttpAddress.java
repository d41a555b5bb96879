package dev.tessera.server.config;

/**
 * Where HTTP listens.
 *
 * @param host a name or an address; {@code 0.0.0.0} is all of this machine's
 * @param port 0 takes a free one
 */
public record HttpAddress(String host, int port) {
    public HttpAddress {
        if (!host.matches("[\\w.:-]+")) {
            throw new IllegalArgumentException("must be a name or an address such as 127.0.0.1");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("a port must be 0 to 65535, was " + port);
        }
    }
}
