package dev.tessera.server.command;

import static dev.tessera.server.fixture.TestServer.json;
import static dev.tessera.server.fixture.TestServer.parse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tessera.graphmodel.fixture.Child;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** A real {@code tessera serve}, a process of its own with its output in a file, and ways to ask it. */
final class ServerProcess implements AutoCloseable {
    static final int TERMINATED = 128 + 15;

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String LISTENING = "listening on ";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final Path log;
    private URI address = URI.create("http://unknown");

    private ServerProcess(Path data, List<String> launcher, Map<String, String> environment) {
        List<String> command = new ArrayList<>(launcher);
        command.addAll(
                Child.command(Main.class, "serve", "--port", "0", "--bolt-port", "off", "--data", data.toString()));
        try {
            log = Files.createTempFile("tessera-serve", ".log");
            var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return a server that is ready} */
    static ServerProcess start(Path data) {
        return start(data, List.of(), Map.of());
    }

    /**
     * {@return a server that is ready}
     *
     * @param launcher what its command is handed to; nothing: it is run as it is
     * @param environment variables beside those of this process
     */
    static ServerProcess start(Path data, List<String> launcher, Map<String, String> environment) {
        var server = new ServerProcess(data, launcher, environment);
        try {
            until(() -> !server.process.isAlive() || !server.address().isEmpty());
        } catch (AssertionError e) {
            server.close();
            throw e;
        }
        String address = server.address();
        if (address.isEmpty()) {
            String printed = server.printed();
            server.close();
            throw new AssertionError("the server ended before it listened. It printed\n" + printed);
        }
        server.address = URI.create(address);
        return server;
    }

    /** Starts a server that refuses to. {@return what it printed, and its exit code in the last line} */
    static String refused(Path data, List<String> launcher) {
        try (var server = new ServerProcess(data, launcher, Map.of())) {
            int exit = server.awaitExit();
            return server.printed() + "exit " + exit;
        }
    }

    static void until(BooleanSupplier state) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!state.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not come to that within " + PATIENCE);
            }
            pause(Duration.ofMillis(20));
        }
    }

    static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String address() {
        return printed()
                .lines()
                .filter(line -> line.startsWith(LISTENING))
                .map(line -> line.substring(LISTENING.length()))
                .findFirst()
                .orElse("");
    }

    URI uri(String path) {
        return address.resolve(path);
    }

    long pid() {
        return process.pid();
    }

    /** {@return all that it has printed so far} */
    String printed() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode ask(String query) {
        return ask(query, Map.of());
    }

    JsonNode ask(String query, Map<String, ?> variables) {
        return parse(send(HttpRequest.newBuilder(uri("/graphql"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json(Map.of("query", query, "variables", variables))))));
    }

    /** {@return the code of the first error, empty where there is none} */
    String code(String query) {
        return ask(query).at("/errors/0/extensions/code").asText();
    }

    JsonNode health() {
        return parse(send(HttpRequest.newBuilder(uri("/health/ready"))));
    }

    /** {@return the value of a series now} */
    double metric(String series) {
        String text = send(HttpRequest.newBuilder(uri("/metrics")));
        return text.lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + series + " in\n" + text));
    }

    private String send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As {@code kill -9} does. */
    void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /** As {@code kill} does. {@return the exit code} */
    int terminate() {
        process.destroy();
        return awaitExit();
    }

    private int awaitExit() {
        until(() -> !process.isAlive());
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        http.shutdownNow();
        try {
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
