package dev.tessera.server.command;

import static dev.tessera.server.fixture.TestServer.parse;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server whose active version's files were damaged while it was down. */
@Timeout(120)
final class DamagedModelTest {
    private static final String LIST =
            "{ recommendations(for: {userId: \"3\"}, first: 5) { model { version } nodes { item { id } } } }";

    @TempDir
    private Path folder;

    private URI server;
    private GraphQlClient client;

    @Test
    void it_answers_by_popularity_says_why_and_another_version_mends_it() throws Exception {
        TinyStore store = TinyStore.in(folder);
        store.run("train", "--model", "bpr", "--set", "epochs=1", "--set", "dimension=4");
        Path damaged = store.data().resolve("models").resolve(active(store));
        damage(damaged.resolve("provenance.json"));
        assertThat(store.refused("recommend", "--user", "3")).contains("cannot be read");
        assertThat(store.refused("backup", "damaged.tessera")).contains("cannot be copied");

        var config = TestConfig.of(store.data(), Map.of("http.port", "0", "bolt.port", "off"));
        try (Application application = Application.open(config, new CapturedCaller(folder).caller())) {
            application.listen();
            server = Objects.requireNonNull(ServerFile.read(store.data())).uri("");
            try (var asking = new GraphQlClient(server)) {
                client = asking;
                itAnswersByPopularityAndSaysWhy();
                aTrainingIsNotComparedWithItAndNotServed();
                theVersionBeforeMendsIt(damaged);
            }
        }
    }

    private static String active(TinyStore store) {
        return store.run("cypher", "MATCH (m:Model {active: true}) RETURN m.version AS v", "--csv")
                .lines()
                .skip(1)
                .findFirst()
                .orElseThrow()
                .replace("\"", "");
    }

    private static void damage(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 0x10;
        Files.write(file, bytes);
    }

    private JsonNode health() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(server.resolve("/health/ready")).build();
            return parse(
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        }
    }

    private void itAnswersByPopularityAndSaysWhy() throws Exception {
        JsonNode list = client.data(LIST, Map.of()).get("recommendations");
        assertThat(list.get("model").isNull()).isTrue();
        assertThat(list.get("nodes")).hasSize(5);
        assertThat(health().get("status").asText()).isEqualTo("degraded");
        assertThat(health().at("/reasons/0").asText())
                .contains("no model is served, items are ranked by popularity", "cannot be read", "activate another");
    }

    private void aTrainingIsNotComparedWithItAndNotServed() throws Exception {
        String id = client.data(
                        "mutation { startTraining(input: {kind: BPR, config: {epochs: 1, dimension: 4}}) { run { id } } }",
                        Map.of())
                .at("/startTraining/run/id")
                .asText();
        String asked = "{ trainingRun(id: \"" + id + "\") { status error model { version active } } }";
        JsonNode run = client.data(asked, Map.of()).get("trainingRun");
        while (run.get("status").asText().matches("QUEUED|RUNNING")) {
            Thread.sleep(50);
            run = client.data(asked, Map.of()).get("trainingRun");
        }
        assertThat(run.get("status").asText()).isEqualTo("REJECTED");
        assertThat(run.get("error").asText())
                .contains("it cannot be compared with the active version", "cannot be read");
        assertThat(run.at("/model/active").asBoolean(true)).isFalse();
    }

    private void theVersionBeforeMendsIt(Path damaged) throws Exception {
        String before = client.data("mutation { rollbackModel { model { version } } }", Map.of())
                .at("/rollbackModel/model/version")
                .asText();
        assertThat(client.data(LIST, Map.of())
                        .at("/recommendations/model/version")
                        .asText())
                .isEqualTo(before);
        assertThat(health().get("status").asText()).isEqualTo("ready");
        JsonNode refused = client.answer(
                "mutation { activateModel(version: \"" + damaged.getFileName() + "\") { model { version } } }",
                Map.of());
        assertThat(refused.at("/errors/0/extensions/code").asText()).isEqualTo("CONFLICT");
        assertThat(refused.at("/errors/0/message").asText()).contains(damaged.toString(), "cannot be read");
        assertThat(client.data(LIST, Map.of())
                        .at("/recommendations/model/version")
                        .asText())
                .isEqualTo(before);
    }
}
