package dev.tessera.server.http;

import java.util.Set;

/**
 * Where to serve.
 *
 * @param host the name or address to bind; {@code 0.0.0.0} binds all
 * @param port 0 takes a free one
 * @param allowedHosts what callers may write into the Host header besides loopback names and {@code host}, with the
 *     port where they write one: {@code shop.example.com} or {@code 10.0.0.5:8080}
 * @param limits what callers may take
 * @param security how it is kept safe
 */
public record HttpConfig(String host, int port, Set<String> allowedHosts, HttpLimits limits, HttpSecurity security) {
    /** With the standard limits. */
    public HttpConfig(String host, int port, Set<String> allowedHosts) {
        this(host, port, allowedHosts, HttpLimits.standard());
    }

    /** Plain HTTP for its own pages. */
    public HttpConfig(String host, int port, Set<String> allowedHosts, HttpLimits limits) {
        this(host, port, allowedHosts, limits, HttpSecurity.standard());
    }

    public HttpConfig {
        if (host.isBlank()) {
            throw new IllegalArgumentException("the host must not be blank. Maybe 127.0.0.1?");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("the port must be 0 to 65535, was " + port);
        }
        allowedHosts = Set.copyOf(allowedHosts);
    }
}
