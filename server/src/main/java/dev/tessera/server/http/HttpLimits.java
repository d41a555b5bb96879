package dev.tessera.server.http;

import java.time.Duration;

/**
 * What callers may take of the server.
 *
 * @param requestBytes how long the body of a request to the API may be
 * @param nesting how deep objects and lists may lie in each other in such a body
 * @param headerBytes how long the first line and the headers of a request may be together
 * @param connections how many connections are open at once; further ones wait until one is closed
 * @param running how many requests to the API run at once
 * @param waiting how many more wait for their turn; the next is refused
 * @param slowClient how long a connection may be silent, and how long headers or a body may take to come in
 * @param requestsPerSecond how many requests to the API each caller may make; 0: any number
 */
public record HttpLimits(
        int requestBytes,
        int nesting,
        int headerBytes,
        int connections,
        int running,
        int waiting,
        Duration slowClient,
        int requestsPerSecond) {
    public HttpLimits {
        atLeast(1, "requestBytes", requestBytes);
        atLeast(1, "nesting", nesting);
        atLeast(256, "headerBytes", headerBytes);
        atLeast(1, "connections", connections);
        atLeast(1, "running", running);
        atLeast(0, "waiting", waiting);
        atLeast(0, "requestsPerSecond", requestsPerSecond);
        if (!slowClient.isPositive()) {
            throw new IllegalArgumentException("slowClient must be positive, was " + slowClient + ". Maybe 20 s?");
        }
    }

    /** {@return the same with another number of connections} */
    public HttpLimits withConnections(int most) {
        return new HttpLimits(
                requestBytes, nesting, headerBytes, most, running, waiting, slowClient, requestsPerSecond);
    }

    private static void atLeast(int least, String name, int value) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", was " + value);
        }
    }

    /** {@return what is in force where nothing else is configured} */
    public static HttpLimits standard() {
        return new HttpLimits(1_000_000, 50, 16_384, 1_000, 64, 256, Duration.ofSeconds(20), 0);
    }
}
