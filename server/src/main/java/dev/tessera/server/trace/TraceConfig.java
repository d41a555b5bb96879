package dev.tessera.server.trace;

import java.net.URI;
import java.util.Map;

/**
 * Where traces are sent.
 *
 * @param endpoint of a collector that takes OTLP over HTTP, with its path
 * @param sampleRatio which share of the traces that begin here is sent; those that a caller began are sent where it sends them
 * @param headers sent along; they may hold secrets
 */
public record TraceConfig(URI endpoint, double sampleRatio, Map<String, String> headers) {
    public TraceConfig {
        headers = Map.copyOf(headers);
    }

    /** Without the headers. */
    @Override
    public String toString() {
        return "TraceConfig[endpoint=" + endpoint + ", sampleRatio=" + sampleRatio + "]";
    }
}
