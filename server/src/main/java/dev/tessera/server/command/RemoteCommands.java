package dev.tessera.server.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tessera.graphmodel.store.GraphException;
import dev.tessera.server.security.Certificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The caller's side: sends a verb to the server that has the store open, and hands on what it answers. */
final class RemoteCommands {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ServerFile server;

    private RemoteCommands(ServerFile server) {
        this.server = server;
    }

    /** {@return the live server of a data folder, or null where {@code server.json} is missing or stale} */
    static @Nullable RemoteCommands find(Path data) {
        ServerFile file = ServerFile.read(data);
        return file != null && file.isProcessAlive() && answers(file) ? new RemoteCommands(file) : null;
    }

    private static boolean answers(ServerFile file) {
        HttpRequest request =
                request(file, LocalCommands.ALIVE_PATH).timeout(PATIENCE).GET().build();
        try (HttpClient client = client(file)) {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    URI address() {
        return server.uri("");
    }

    /** {@return the verb's exit code, its lines handed on as they come} */
    int run(LocalRequest verb, Consumer<String> out, Consumer<String> err) {
        HttpRequest request = request(server, LocalCommands.COMMAND_PATH)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(verb.toJson()))
                .build();
        try (HttpClient client = client(server)) {
            HttpResponse<Stream<String>> response = client.send(request, HttpResponse.BodyHandlers.ofLines());
            return response.statusCode() == 200 ? exitCode(response.body(), out, err) : refused(response);
        } catch (IOException | UncheckedIOException e) {
            throw new GraphException("the server at " + address() + " went away: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private int refused(HttpResponse<Stream<String>> response) {
        throw new GraphException("the server at " + address() + " refused the command with status "
                + response.statusCode() + ": "
                + String.join(" ", response.body().toList()));
    }

    private int exitCode(Stream<String> lines, Consumer<String> out, Consumer<String> err) throws IOException {
        try (lines) {
            for (Iterator<String> each = lines.iterator(); each.hasNext(); ) {
                JsonNode line = parse(each.next());
                if (line.has("exit")) {
                    return line.get("exit").asInt();
                }
                (line.has("out") ? out : err)
                        .accept(line.path(line.has("out") ? "out" : "err").asText());
            }
        }
        throw new IOException("it ended its answer before the command was done");
    }

    private static JsonNode parse(String line) throws JsonProcessingException {
        return JSON.readTree(line);
    }

    private static HttpRequest.Builder request(ServerFile file, String path) {
        return HttpRequest.newBuilder(file.uri(path)).header("Authorization", file.authorization());
    }

    private static HttpClient client(ServerFile file) {
        HttpClient.Builder client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .proxy(HttpClient.Builder.NO_PROXY)
                .connectTimeout(PATIENCE);
        String certificate = file.certificate();
        return certificate == null
                ? client.build()
                : client.sslContext(Certificates.trusting(certificate)).build();
    }

    private static GraphException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new GraphException("interrupted while waiting for the server", e);
    }
}
