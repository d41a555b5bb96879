package dev.tessera.server.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.server.live.LiveShop;
import dev.tessera.training.run.CheckpointFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** More must be free than any disk has: trainings and codebooks are not begun, and what was learned is not published. */
@ExtendWith(SharedGraph.class)
@Timeout(value = 100, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DiskRoomTest {
    private static final int MORE_THAN_THERE_IS = 1_000_000_000;
    private static final String QUICK = "kind: LIGHTGCN, config: {epochs: 3, lr: 0.01, batch: 4096, dimension: 16}";
    private static final String LONG = "kind: LIGHTGCN, config: {epochs: 100000, patience: 100000, dimension: 64}";

    @TempDir
    private static Path folder;

    private static LiveShop shop;
    private static ShopTrainings trainings;

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
        shop.requireFree(0);
        shop.restart(FreeMemory::bytes);
    }

    private static void assertReadOnly(String mutation) {
        JsonNode error = shop.ask("mutation { " + mutation + " }", Map.of()).at("/errors/0");
        assertThat(error.at("/extensions/code").asText()).as(error.toString()).isEqualTo("READ_ONLY");
        assertThat(error.get("message").asText())
                .containsPattern("has [0-9]+ MB left, less than " + MORE_THAN_THERE_IS)
                .contains("limits.diskFreeMegabytes");
    }

    @Test
    void trainingsAndCodebooksAreRefusedAtOnceLikeAllChangesAndLeaveNothing() {
        int runs = runs();
        shop.requireFree(MORE_THAN_THERE_IS);
        assertReadOnly("startTraining(input: {" + QUICK + "}) { run { id } }");
        assertReadOnly("tokenize(input: {}) { tokens }");
        assertReadOnly("recordInteractions(input: [{userId: \"1\", itemId: \"28\"}]) { accepted }");
        assertThat(runs()).isEqualTo(runs);
    }

    private static int runs() {
        return shop.data("{ trainingRuns { totalCount } }")
                .at("/trainingRuns/totalCount")
                .asInt();
    }

    @Test
    void aRunThatWaitsGoesOnWaitingUntilThereIsRoom() throws Exception {
        String id = trainings.start(QUICK);
        shop.requireFree(MORE_THAN_THERE_IS);
        shop.administration().jobs().begin();
        Thread.sleep(1_000);
        assertThat(trainings.run(id).get("status").asText()).isEqualTo("QUEUED");
        shop.requireFree(0);
        assertThat(trainings.ended(id).get("status").asText()).isIn("SUCCEEDED", "REJECTED");
    }

    @Test
    void aRunThatWaitsForRoomCanBeCancelled() throws Exception {
        String id = trainings.start(QUICK);
        shop.requireFree(MORE_THAN_THERE_IS);
        shop.administration().jobs().begin();
        trainings.cancel(id);
        assertThat(trainings.run(id).get("status").asText()).isEqualTo("CANCELLED");
    }

    @Test
    void whatWasLearnedIsNotPublishedWithoutRoomAndTheRunSaysWhy() throws Exception {
        String before = trainings.active();
        List<String> versions = versions();
        String id = trainings.start(QUICK.replace("epochs: 3", "epochs: 40, patience: 40"));
        shop.administration().jobs().begin();
        trainings.awaitEpoch(id);
        shop.requireFree(MORE_THAN_THERE_IS);
        JsonNode run = trainings.ended(id);
        assertThat(run.get("status").asText()).as(run.toString()).isEqualTo("FAILED");
        assertThat(run.get("error").asText()).contains("less than " + MORE_THAN_THERE_IS, "limits.diskFreeMegabytes");
        assertThat(trainings.active()).isEqualTo(before);
        assertThat(versions()).isEqualTo(versions);
    }

    private static List<String> versions() throws IOException {
        try (var models = Files.list(folder.resolve("models"))) {
            return models.map(m -> m.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void noCheckpointIsWrittenWithoutRoomAndTheTrainingGoesOn() throws Exception {
        String id = trainings.start(LONG);
        shop.administration().jobs().begin();
        trainings.awaitEpoch(id);
        shop.requireFree(MORE_THAN_THERE_IS);
        int epochs = trainings.run(id).get("progress").size();
        Thread.sleep(11_000); // without the threshold one would be written every ten seconds
        assertThat(trainings.run(id).get("progress").size()).isGreaterThan(epochs);
        assertThat(CheckpointFile.in(folder)).doesNotExist();
        trainings.cancel(id);
        trainings.ended(id);
    }
}
