package dev.tessera.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tessera.graphmodel.fixture.Child;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server is killed or told to end while it trains, publishes and switches, again and again: the next start is clean, a version
 * answers, and the run is gone on with to its end, though events came meanwhile.
 */
class TrainingFaultsTest {
    private static final String START =
            "mutation { startTraining(input: {kind: LIGHTGCN, config: {epochs: 40, patience: 40,"
                    + " dimension: 16, lr: 0.01, batch: 1024}}) { run { id } } }";

    private static final int USERS = 400;
    private static final int ITEMS = 100;
    private static final int EVENTS = 12;

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();

    /** {@link TrainingPhasesTest} kills it. */
    @Test
    void a_run_whose_server_is_told_to_end_is_gone_on_with() throws Exception {
        rounds(1, 3);
    }

    @Test
    @Tag("faults")
    void whenever_a_server_is_killed_or_told_to_end_its_run_is_gone_on_with() throws Exception {
        rounds(20, 11);
    }

    /** Every other time it is killed. */
    private void rounds(int rounds, long seed) throws Exception {
        var random = new SplittableRandom(seed);
        Files.writeString(folder.resolve("events.csv"), events(random));
        var items = new StringBuilder("itemId,title\n");
        for (int item = 0; item < ITEMS; item++) {
            items.append(item).append(",Item ").append(item).append('\n');
        }
        Files.writeString(folder.resolve("items.csv"), items);
        var caller = new CapturedCaller(folder);
        assertThat(caller.run("import", "items.csv", "events.csv"))
                .as(caller.err())
                .isZero();
        assertThat(caller.run("train", "--model", "popularity"))
                .as(caller.err())
                .isZero();
        String run = null;
        int events = 0;
        for (int round = 0; round <= rounds; round++) {
            try (Child server = serve()) {
                URI address = URI.create(server.awaitLine("listening on ")).resolve("/graphql");
                String active = ask(address, "{ activeModel { version } }")
                        .at("/data/activeModel/version")
                        .asText();
                assertThat(active).isNotEmpty();
                assertThat(ask(address, "{ recommendations(for: {userId: \"1\"}) { nodes { score } } }")
                                .at("/data/recommendations/nodes"))
                        .hasSize(10);
                if (run != null && round == rounds) {
                    requireEnd(address, run, active);
                    break;
                }
                if (run == null || !isOpen(address, run)) {
                    run = ask(address, START).at("/data/startTraining/run/id").asText();
                }
                record(address, events++);
                Thread.sleep(random.nextInt(200, 6_000));
                if (round % 2 == 0) {
                    assertThat(server.terminate()).isEqualTo(ServerProcess.TERMINATED);
                } else {
                    ProcessHandle.of(server.pid()).orElseThrow().destroyForcibly();
                }
            }
            requireTidy();
        }
    }

    /** {@return who chose what, each half of the users mostly from one half of the items} */
    private static String events(SplittableRandom random) {
        var lines = new StringBuilder("userId,itemId,at\n");
        for (int user = 0; user < USERS; user++) {
            for (int k = 0; k < EVENTS; k++) {
                int item = 2 * random.nextInt(ITEMS / 2) + (random.nextInt(10) == 0 ? 1 - user % 2 : user % 2);
                lines.append(user).append(',').append(item).append(",2026-01-01T00:00:00Z\n");
            }
        }
        return lines.toString();
    }

    private Child serve() throws IOException {
        return Child.start(
                Main.class, "serve", "--port", "0", "--bolt-port", "off", "--data", folder.resolve("tessera-data"));
    }

    private void record(URI address, int number) throws IOException, InterruptedException {
        JsonNode answer = ask(
                address,
                "mutation { recordInteractions(input: [{userId: \"1\", itemId: \"" + number + "\", idempotencyKey: \"e"
                        + number + "\"}]) { accepted rejected { message } } }");
        assertThat(answer.at("/data/recordInteractions/accepted").asInt())
                .as(answer.toString())
                .isEqualTo(1);
    }

    private boolean isOpen(URI address, String run) throws IOException, InterruptedException {
        JsonNode answer = ask(address, "{ trainingRun(id: \"" + run + "\") { status error } }");
        String status = answer.at("/data/trainingRun/status").asText();
        assertThat(status).as(answer.toString()).isNotEqualTo("FAILED");
        return status.equals("QUEUED") || status.equals("RUNNING");
    }

    private void requireEnd(URI address, String run, String before) throws IOException, InterruptedException {
        while (isOpen(address, run)) {
            Thread.sleep(100);
        }
        JsonNode ended = ask(
                        address,
                        "{ activeModel { version } trainingRun(id: \"" + run
                                + "\") { status error model { version } progress { epoch } } }")
                .get("data");
        String status = ended.at("/trainingRun/status").asText();
        assertThat(status).as(ended.toString()).isIn("SUCCEEDED", "REJECTED");
        String version = ended.at("/trainingRun/model/version").asText();
        assertThat(version).isNotEmpty();
        assertThat(ended.at("/activeModel/version").asText()).isEqualTo(status.equals("SUCCEEDED") ? version : before);
        JsonNode progress = ended.at("/trainingRun/progress");
        for (int epoch = 0; epoch < progress.size(); epoch++) {
            assertThat(progress.get(epoch).get("epoch").asInt()).isEqualTo(epoch + 1);
        }
    }

    /** Nothing half written counts: every folder of a model is whole, drafts are told by their names. */
    private void requireTidy() throws IOException {
        try (var models = Files.list(folder.resolve("tessera-data/models"))) {
            models.filter(m -> !m.getFileName().toString().startsWith("."))
                    .forEach(m -> assertThat(m.resolve("provenance.json")).exists());
        }
    }

    private JsonNode ask(URI address, String query) throws IOException, InterruptedException {
        String body = new JsonMapper().writeValueAsString(Map.of("query", query));
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return new JsonMapper()
                .readTree(
                        http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }
}
