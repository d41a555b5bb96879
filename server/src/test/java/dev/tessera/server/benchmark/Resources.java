package dev.tessera.server.benchmark;

import dev.tessera.cypher.Statement;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/** The statements and questions of the benchmark, each a file of its own. */
final class Resources {
    private Resources() {}

    static String text(String file) {
        try (InputStream in = Objects.requireNonNull(Resources.class.getResourceAsStream("/benchmark/" + file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Statement statement(String name) {
        return new Statement(name, "", Map.of(), false, text(name + ".cypher"));
    }
}
