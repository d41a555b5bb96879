package dev.tessera.server.config;

import dev.tessera.server.trace.TraceConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads where traces are sent. */
final class TracingKeys {
    private static final Pattern HEADER = Pattern.compile("([A-Za-z0-9-]+):[ \\t]*([\\x20-\\x7E]+)");
    private static final Set<String> SCHEMES = Set.of("http", "https");

    private final Settings settings;
    private final Path directory;

    TracingKeys(Settings settings, Path directory) {
        this.settings = settings;
        this.directory = directory;
    }

    /** {@return null where nothing is sent, and where something is not valid, which the settings then know} */
    @Nullable
    TraceConfig read() {
        boolean isOff = settings.get(ConfigKey.TRACING_ENDPOINT).values().equals(List.of("off"));
        URI endpoint = isOff ? null : settings.read(ConfigKey.TRACING_ENDPOINT, TracingKeys::endpoint);
        Double ratio = settings.read(ConfigKey.TRACING_SAMPLE_RATIO, Settings::share);
        Map<String, String> headers = settings.read(ConfigKey.TRACING_HEADERS_FILE, this::headers);
        return endpoint == null || ratio == null || headers == null ? null : new TraceConfig(endpoint, ratio, headers);
    }

    private static URI endpoint(String text) {
        URI given = URI.create(text);
        if (given.getHost() == null || !SCHEMES.contains(given.getScheme())) {
            throw new IllegalArgumentException("must be the URL of a collector, such as http://localhost:4318, or off");
        }
        if (given.getUserInfo() != null) {
            throw new IllegalArgumentException("must not hold a password. Put it into tracing.headersFile");
        }
        String path = given.getPath();
        return path.isEmpty() || path.equals("/") ? given.resolve("/v1/traces") : given;
    }

    /** Says which line is wrong, not what is in it. */
    private Map<String, String> headers(String text) {
        Map<String, String> headers = new HashMap<>();
        if (text.equals("none")) {
            return headers;
        }
        List<String> lines = lines(Settings.path(directory, text));
        for (int k = 0; k < lines.size(); k++) {
            Matcher header = HEADER.matcher(lines.get(k).strip());
            if (header.matches()) {
                headers.put(header.group(1), header.group(2));
            } else if (!lines.get(k).isBlank()) {
                throw new IllegalArgumentException(
                        "line " + (k + 1) + " of the file should be like Authorization: Bearer TOKEN");
            }
        }
        return headers;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot be read: " + e, e);
        }
    }
}
