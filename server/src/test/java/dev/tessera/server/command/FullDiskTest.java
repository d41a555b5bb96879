package dev.tessera.server.command;

import static dev.tessera.server.command.ServerProcess.until;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tessera.graphmodel.fixture.Child;
import dev.tessera.server.fixture.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The disk of the data folder is full to the last byte: it is said why, nothing acknowledged is lost, and room mends it. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class FullDiskTest {
    private static final int MEGABYTES = 128;
    private static final int LARGER = 512;

    /** Tells servers and verbs not to stop at a threshold. */
    private static final String TO_THE_LAST_BYTE = "limits.diskFreeMegabytes: 0\n";

    private static final String RECORD =
            "mutation($e: [InteractionInput!]!) { recordInteractions(input: $e) { accepted } }";

    private static final String QUESTION =
            "{ recommendations(for: {userId: \"3\"}, first: 5) { nodes { item { id } score } } }";

    @TempDir
    private Path folder;

    private SmallDisk disk;
    private TinyStore store;

    @BeforeEach
    void mount() throws IOException {
        disk = SmallDisk.inMemory(folder.resolve("disk"), MEGABYTES);
        Path data = Files.createDirectory(disk.folder().resolve("tessera-data"));
        Files.writeString(data.resolve("tessera.yaml"), TO_THE_LAST_BYTE);
        store = TinyStore.in(disk.folder());
    }

    @AfterEach
    void unmount() {
        disk.close();
    }

    @Tag("faults")
    @Test
    void events_are_refused_questions_answered_and_what_was_acknowledged_is_there_after_the_next_start()
            throws Exception {
        Set<String> sent = new TreeSet<>();
        Set<String> acknowledged = new TreeSet<>();
        try (var server = ServerProcess.start(store.data())) {
            assertThat(record(server, sent, acknowledged)).isEmpty();
            disk.fill(256);
            String code = "";
            while (code.isEmpty()) {
                code = record(server, sent, acknowledged);
            }
            assertThat(code).isEqualTo("READ_ONLY");
            assertThat(record(server, sent, acknowledged)).isEqualTo("READ_ONLY");
            JsonNode health = server.health();
            assertThat(health.get("status").asText()).isEqualTo("degraded");
            assertThat(health.at("/reasons/0").asText()).contains("No space left on device", "Make room");
            assertThat(server.ask(QUESTION).at("/data/recommendations/nodes")).hasSize(5);
            assertThat(server.code("mutation { startTraining(input: {kind: POPULARITY}) { run { id } } }"))
                    .isEqualTo("READ_ONLY");
            assertThat(server.terminate()).isEqualTo(ServerProcess.TERMINATED);
        }
        disk.enlarge(LARGER);
        try (var server = ServerProcess.start(store.data())) {
            Set<String> found = events(server);
            assertThat(found).containsAll(acknowledged);
            assertThat(sent).containsAll(found);
            assertThat(record(server, sent, acknowledged)).isEmpty();
            assertThat(events(server)).containsAll(acknowledged);
            assertThat(server.health().get("status").asText()).isEqualTo("ready");
        }
    }

    /** {@return the code of the refusal; empty: they were acknowledged} Fifty events of new users. */
    private static String record(ServerProcess server, Set<String> sent, Set<String> acknowledged) {
        int first = sent.size();
        List<Map<String, String>> events = new ArrayList<>();
        for (int k = first; k < first + 50; k++) {
            events.add(Map.of("userId", "late-" + k / 500, "itemId", "" + k % 40, "idempotencyKey", "event-" + k));
        }
        Set<String> keys = events.stream().map(e -> e.get("idempotencyKey")).collect(Collectors.toSet());
        sent.addAll(keys);
        JsonNode answer = server.ask(RECORD, Map.of("e", events));
        if (answer.at("/data/recordInteractions/accepted").asInt() == events.size()) {
            acknowledged.addAll(keys);
            return "";
        }
        return answer.at("/errors/0/extensions/code").asText(answer.toString());
    }

    private Set<String> events(ServerProcess server) {
        String query = "{ cypher(query: \"MATCH (:User)-[r:INTERACTED]->() WHERE r.eventId STARTS WITH 'event-'"
                + " RETURN collect(r.eventId) AS ids\") { rows } }";
        Set<String> found = new TreeSet<>();
        JsonNode ids = server.ask(query).at("/data/cypher/rows/0/ids");
        ids.forEach(id -> found.add(id.asText()));
        assertThat(found).as("each once").hasSize(ids.size());
        return found;
    }

    @Tag("faults")
    @ParameterizedTest
    @ValueSource(ints = {0, 2_048})
    void an_import_says_why_it_ends_and_can_be_run_again(int kilobytes) throws Exception {
        Files.writeString(folder.resolve("items.csv"), items(20_000));
        disk.fill(kilobytes);
        List<String> said = verb(ExitCode.FAILED, "import", folder.resolve("items.csv"));
        assertThat(said)
                .as("beside the traces of Neo4j, which cannot write its log")
                .filteredOn(line -> line.contains("No space left on device") && !line.contains("IOException: "))
                .hasSize(1);
        assertThat(String.join("\n", said)).doesNotContain("unexpected failure");

        disk.enlarge(LARGER);
        assertThat(store.run("cypher", "MATCH (:User)-[r:INTERACTED]->(:Item) RETURN count(r) AS n", "--csv"))
                .isEqualTo("n\n480\n");
        verb(ExitCode.DONE, "import", folder.resolve("items.csv"));
        assertThat(store.run("cypher", "MATCH (i:Item) RETURN count(i) AS n", "--csv"))
                .isEqualTo("n\n" + (40 + 20_000) + "\n");
        requireOneVersion();
    }

    private static String items(int count) {
        return IntStream.range(0, count)
                .mapToObj(k -> "new-" + k + ",Item " + k + "," + "word ".repeat(50) + k)
                .collect(Collectors.joining("\n", "itemId,title,description\n", "\n"));
    }

    @Tag("faults")
    @ParameterizedTest
    @ValueSource(ints = {64, 512})
    void a_publication_leaves_the_version_before_and_nothing_half_written(int kilobytes) throws Exception {
        Files.writeString(store.data().resolve("tessera.yaml"), TO_THE_LAST_BYTE);
        String run;
        try (var server = ServerProcess.start(store.data())) {
            run = server.ask("mutation { startTraining(input: {kind: LIGHTGCN, config: {dimension: 1024, epochs: 60,"
                            + " patience: 60}}) { run { id } } }")
                    .at("/data/startTraining/run/id")
                    .asText();
            until(() ->
                    server.ask(progress(run)).at("/data/trainingRun/progress").size() > 2);
            disk.fill(kilobytes);
            until(() -> server.metric("tessera_training_running") == 0);
            assertThat(server.printed()).contains("No space left on device");
            assertThat(server.ask(QUESTION).at("/data/recommendations/nodes")).hasSize(5);
            assertThat(server.terminate()).isEqualTo(ServerProcess.TERMINATED);
        }
        disk.enlarge(LARGER);
        try (var server = ServerProcess.start(store.data())) {
            until(() -> !Set.of("QUEUED", "RUNNING").contains(status(server, run)));
            assertThat(status(server, run)).isIn("SUCCEEDED", "REJECTED", "FAILED");
            assertThat(server.ask(QUESTION).at("/data/recommendations/nodes")).hasSize(5);
            assertThat(server.terminate()).isEqualTo(ServerProcess.TERMINATED);
        }
        requireOneVersion();
    }

    private static String progress(String run) {
        return "{ trainingRun(id: \"" + run + "\") { status progress { epoch } } }";
    }

    private static String status(ServerProcess server, String run) {
        return server.ask(progress(run)).at("/data/trainingRun/status").asText();
    }

    @Tag("faults")
    @Test
    void a_training_of_the_command_line_says_why_it_ends_and_goes_on_when_there_is_room() {
        disk.fill(64);
        String[] train = {"train", "--model", "lightgcn", "--set", "dimension=1024", "--set", "epochs=5"};
        List<String> said = verb(ExitCode.FAILED, (Object[]) train);
        assertThat(said)
                .filteredOn(line -> line.contains("No space left on device"))
                .isNotEmpty();
        assertThat(String.join("\n", said)).doesNotContain("unexpected failure");
        disk.enlarge(LARGER);
        verb(ExitCode.DONE, (Object[]) train);
        requireOneVersion();
    }

    /** Runs a verb as a process of its own. {@return what it printed} */
    private List<String> verb(int exit, Object... words) {
        Object[] all = new Object[words.length + 2];
        System.arraycopy(words, 0, all, 0, words.length);
        all[words.length] = "--data";
        all[words.length + 1] = store.data();
        try (Child child = Child.start(Main.class, all)) {
            int code = child.awaitExit();
            assertThat(code).as(String.join("\n", child.printed())).isEqualTo(exit);
            return child.printed();
        }
    }

    /** One is active, each has its artifact, and no draft, copy or state of a training is left. */
    private void requireOneVersion() {
        List<String> versions = store.run("cypher", "MATCH (m:Model) RETURN m.version AS v ORDER BY v", "--csv")
                .lines()
                .skip(1)
                .map(version -> version.replace("\"", ""))
                .toList();
        assertThat(store.run("cypher", "MATCH (m:Model {active: true}) RETURN count(m) AS n", "--csv"))
                .isEqualTo("n\n1\n");
        assertThat(store.data().resolve("models").toFile().list((dir, name) -> !name.startsWith(".unknown-")))
                .containsExactlyInAnyOrderElementsOf(versions);
        assertThat(store.data().toFile().list((dir, name) -> name.startsWith(".") || name.endsWith(".part")))
                .isEmpty();
        assertThat(store.run("recommend", "--user", "3")).isNotEmpty();
    }
}
