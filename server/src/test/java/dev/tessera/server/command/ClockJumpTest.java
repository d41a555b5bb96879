package dev.tessera.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The clock of the machine jumps two days ahead and back under a server, as libfaketime makes it do for one process. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ClockJumpTest {
    private static final List<Path> LIBRARIES = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"),
            Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1"),
            Path.of("/usr/lib64/faketime/libfaketime.so.1"));

    /** How long the library goes by the offset that it has read. */
    private static final Duration CACHED = Duration.ofSeconds(1);

    @TempDir
    private Path folder;

    private Path offset;

    private static Path library() {
        return LIBRARIES.stream().filter(Files::exists).findFirst().orElseGet(() -> {
            System.out.println("left out, as there is no libfaketime here (Debian's package faketime)");
            return Assumptions.abort("no libfaketime");
        });
    }

    private void jumpTo(String days) throws IOException {
        Path draft = folder.resolve("offset.new");
        Files.writeString(draft, days + "\n");
        Files.move(draft, offset, StandardCopyOption.ATOMIC_MOVE);
        ServerProcess.pause(CACHED.plusMillis(1_100)); // it counts in whole seconds
    }

    @Tag("faults")
    @Test
    void answers_go_on_events_have_the_time_of_the_clock_and_the_server_ends_as_ever() throws Exception {
        Path library = library();
        offset = folder.resolve("offset");
        jumpTo("+0d");
        TinyStore store = TinyStore.in(folder);
        Files.writeString(store.data().resolve("tessera.yaml"), "training.promotionMargin: 1\n");
        Map<String, String> environment = Map.of(
                "LD_PRELOAD",
                library.toString(),
                "FAKETIME_TIMESTAMP_FILE",
                offset.toString(),
                "FAKETIME_CACHE_DURATION",
                Long.toString(CACHED.toSeconds()),
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1",
                "FAKETIME_FORCE_MONOTONIC_FIX",
                "0"); // with it, waits of the JVM end at once, and its threads spin
        List<Instant> expected = new ArrayList<>();
        try (var server = ServerProcess.start(store.data(), List.of(), environment)) {
            String version = active(server);
            for (String days : List.of("+0d", "+2d", "-2d", "+0d")) {
                jumpTo(days);
                Instant now = Instant.now().plus(Integer.parseInt(days.substring(0, 2)), ChronoUnit.DAYS);
                expected.add(now);
                long began = System.nanoTime();
                ask(server, "event" + expected.size());
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
                assertThat(server.ask("{ recommendations(for: {userId: \"3\"}, first: 5) { nodes { score } } }")
                                .at("/data/recommendations/nodes"))
                        .hasSize(5);
                assertThat(trained(server)).isEqualTo("SUCCEEDED");
            }
            String last = active(server);
            assertThat(last).isNotEqualTo(version);
            String before = server.ask("mutation { rollbackModel { model { version } } }")
                    .at("/data/rollbackModel/model/version")
                    .asText();
            assertThat(before).isNotEmpty().isNotEqualTo(last);
            assertThat(previous(server))
                    .as("the one that was active before, whatever the clock said then")
                    .isEqualTo(before);
            assertThat(server.terminate()).isEqualTo(ServerProcess.TERMINATED);
            assertThat(server.printed()).doesNotContain("Exception");
        }
        try (var server = ServerProcess.start(store.data())) {
            JsonNode history = server.ask("{ user(id: \"ann\") { history(first: 10) { nodes { id at } } } }")
                    .at("/data/user/history/nodes");
            assertThat(history).hasSize(expected.size());
            history.forEach(event -> assertThat(Instant.parse(event.get("at").asText()))
                    .isCloseTo(
                            expected.get(
                                    Integer.parseInt(event.get("id").asText().substring(5)) - 1),
                            within(1, ChronoUnit.MINUTES)));
            assertThat(server.terminate()).isEqualTo(ServerProcess.TERMINATED);
        }
    }

    private static void ask(ServerProcess server, String key) {
        JsonNode answer = server.ask("mutation { recordInteractions(input: [{userId: \"ann\", itemId: \"1\","
                + " idempotencyKey: \"" + key + "\"}]) { accepted } }");
        assertThat(answer.at("/data/recordInteractions/accepted").asInt())
                .as(answer.toString())
                .isEqualTo(1);
    }

    private static String active(ServerProcess server) {
        return server.ask("{ activeModel { version } }")
                .at("/data/activeModel/version")
                .asText();
    }

    private final List<String> published = new ArrayList<>();

    /** Trains and publishes. {@return how that ended} */
    private String trained(ServerProcess server) {
        String run = server.ask("mutation { startTraining(input: {kind: POPULARITY}) { run { id } } }")
                .at("/data/startTraining/run/id")
                .asText();
        String query = "{ trainingRun(id: \"" + run + "\") { status } }";
        ServerProcess.until(() -> !List.of("QUEUED", "RUNNING")
                .contains(server.ask(query).at("/data/trainingRun/status").asText()));
        published.add(active(server));
        return server.ask(query).at("/data/trainingRun/status").asText();
    }

    /** {@return what was published before the last} */
    private String previous(ServerProcess server) {
        assertThat(active(server)).isNotEqualTo(published.getLast());
        return published.get(published.size() - 2);
    }
}
