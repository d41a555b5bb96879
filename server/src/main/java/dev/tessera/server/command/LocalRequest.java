package dev.tessera.server.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A verb sent to the server: the body of {@code POST /local/command}.
 *
 * @param args the caller's arguments, the verb first or after options
 * @param directory the caller's current folder, absolute
 * @param terminal true where a person reads the answer
 */
public record LocalRequest(List<String> args, Path directory, boolean terminal) {
    private static final JsonMapper JSON = new JsonMapper();

    private record Body(
            @Nullable List<String> args, @Nullable String directory, boolean terminal) {}

    public LocalRequest {
        args = List.copyOf(args);
        if (!directory.isAbsolute()) {
            throw new IllegalArgumentException("the directory must be absolute, was " + directory);
        }
    }

    /**
     * Reads a body.
     *
     * @throws IllegalArgumentException where it is not of the form above
     */
    public static LocalRequest parse(String json) {
        try {
            Body body = JSON.readValue(json, Body.class);
            if (body == null || body.args() == null || body.directory() == null) {
                throw new IllegalArgumentException("a local command needs args and directory");
            }
            return new LocalRequest(body.args(), Path.of(body.directory()), body.terminal());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "a local command must be {args, directory}: " + e.getOriginalMessage(), e);
        }
    }

    String toJson() {
        return json(Map.of("args", args, "directory", directory.toString(), "terminal", terminal));
    }

    /** {@return a value as JSON on one line} */
    static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
