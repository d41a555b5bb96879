package dev.tessera.server.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tessera.graphmodel.domain.ModelVersion;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.server.live.LiveShop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real trainings that end otherwise than by being trained. */
@ExtendWith(SharedGraph.class)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RunEndsTest {
    @TempDir
    private static Path folder;

    private static LiveShop shop;
    private static ShopTrainings trainings;
    private TrainingJobs jobs;

    @BeforeAll
    static void open(Graph graph) throws IOException {
        shop = new LiveShop(graph, folder, Set.of());
        trainings = new ShopTrainings(shop);
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @BeforeEach
    void restart() {
        shop.restart(FreeMemory::bytes);
        jobs = shop.administration().jobs();
    }

    /** At whatever moment of its end a run is cancelled: who is told that it is has no version of it. */
    @ParameterizedTest
    @ValueSource(ints = {0, 30, 60, 90, 120, 200, 300, 500})
    void aRunThatIsCancelledAtItsEndIsCancelledOrOver(int millis) throws Exception {
        jobs.begin();
        String before = trainings.active();
        String id = trainings.start("kind: BPR, config: {epochs: 1, batch: 8192, dimension: 16}");
        trainings.awaitEpoch(id);
        Thread.sleep(millis);
        boolean isCancelled = !trainings.cancel(id).has("errors");
        JsonNode run = trainings.ended(id);
        if (isCancelled) {
            assertThat(run.get("status").asText()).isEqualTo("CANCELLED");
            assertThat(run.get("model").isNull()).isTrue();
            assertThat(trainings.active()).isEqualTo(before);
        } else {
            assertThat(run.get("status").asText()).isIn("SUCCEEDED", "REJECTED");
        }
        assertThat(shop.artifacts().versions())
                .extracting(ModelVersion::value)
                .containsExactlyInAnyOrderElementsOf(shop.data("{ models(first: 200) { nodes { version } } }")
                        .findValuesAsText("version"));
    }

    @Test
    void aRunThatDoesNotFitWhenItsTurnComesFailsWithTheFigures() throws Exception {
        var free = new AtomicLong(Long.MAX_VALUE);
        shop.restart(free::get);
        jobs = shop.administration().jobs();
        jobs.begin();
        String first = trainings.start("kind: LIGHTGCN, config: {epochs: 100000, patience: 100000, dimension: 64}");
        trainings.awaitEpoch(first);
        free.set(100 << 20);
        String second = trainings.start("kind: LIGHTGCN, config: {dimension: 1024}");
        trainings.cancel(first);
        JsonNode run = trainings.ended(second);
        assertThat(run.get("status").asText()).isEqualTo("FAILED");
        assertThat(run.get("error").asText()).contains("MB, and 100 MB are free");
    }

    /** As where the process is told to end while libraries are loaded, which then refuse to be. */
    @Test
    void aRunThatBreaksOffAsTheProcessEndsGoesOnAtTheNextStart() throws Exception {
        var ending = new AtomicBoolean();
        var looks = new AtomicInteger();
        shop.restart(() -> {
            if (ending.get()) {
                looks.incrementAndGet();
                shop.administration().jobs().stop();
                throw new IllegalStateException("Shutdown in progress");
            }
            return Long.MAX_VALUE;
        });
        jobs = shop.administration().jobs();
        String id = trainings.start("kind: BPR, config: {epochs: 3}");
        ending.set(true);
        jobs.begin();
        while (looks.get() == 0) {
            Thread.sleep(20);
        }
        jobs.close();
        assertThat(trainings.run(id).get("status").asText()).isIn("QUEUED", "RUNNING");

        shop.restart(FreeMemory::bytes);
        jobs = shop.administration().jobs();
        jobs.begin();
        assertThat(trainings.ended(id).get("status").asText()).isIn("SUCCEEDED", "REJECTED");
    }

    @Test
    void aRunWhoseProcessEndedAgainAndAgainIsNotTriedForEver() throws Exception {
        String id = trainings.start("kind: BPR, config: {epochs: 3}");
        shop.graph()
                .execute(tx -> tx.run(
                        SharedGraph.cypher(
                                "MATCH (r:TrainingRun {runId: $run}) SET r.status = 'RUNNING', r.attempts = 10"),
                        Map.of("run", id)));
        shop.restart(FreeMemory::bytes);
        jobs = shop.administration().jobs();
        jobs.begin();
        JsonNode run = trainings.ended(id);
        assertThat(run.get("status").asText()).isEqualTo("FAILED");
        assertThat(run.get("error").asText()).startsWith("the process has ended 10 times before this run");
    }
}
