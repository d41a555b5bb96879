package dev.tessera.server.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tessera.graphmodel.domain.ModelVersion;
import dev.tessera.graphmodel.encode.EncoderChoices;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.server.graphql.ApiRules;
import dev.tessera.server.graphql.GraphQlApi;
import dev.tessera.server.graphql.GraphQlRequest;
import dev.tessera.server.graphql.QueryLimits;
import dev.tessera.server.live.LiveShop;
import dev.tessera.training.run.CheckpointFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Real trainings of a few epochs on the bundled sample, asked for by the API. */
@ExtendWith(SharedGraph.class)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TrainingJobsTest {
    private static final String QUICK = "config: {epochs: 3, lr: 0.01, batch: 4096, dimension: 16}";
    private static final String LONG = "config: {epochs: 100000, patience: 100000, dimension: 64}";

    @TempDir
    private static Path folder;

    private static LiveShop shop;
    private static ShopTrainings trainings;
    private static String shipped;
    private TrainingJobs jobs;

    @BeforeAll
    static void open(Graph graph) throws IOException {
        shop = new LiveShop(graph, folder, Set.of());
        trainings = new ShopTrainings(shop);
        shipped = trainings.active();
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @BeforeEach
    void restart() {
        shop.restart(FreeMemory::bytes);
        jobs = shop.administration().jobs();
        trainings.activate(shipped);
    }

    @Test
    void aRunWaitsTrainsTellsItsProgressAndItsResultIsServed() throws Exception {
        String before = trainings.active();
        String id = trainings.start("kind: LIGHTGCN, identity: BOTH, " + QUICK);
        assertThat(trainings.run(id).get("status").asText()).isEqualTo("QUEUED");
        CompletableFuture<List<RunProgress>> progress = trainings.follow(id);
        jobs.begin();

        assertThat(progress.get(100, TimeUnit.SECONDS))
                .extracting(RunProgress::epoch)
                .containsExactly(1, 2, 3);
        JsonNode run = trainings.run(id);
        assertThat(run.get("status").asText()).as(run.toString()).isEqualTo("SUCCEEDED");
        assertThat(run.get("progress")).hasSize(3);
        assertThat(run.at("/progress/2/epoch").asInt()).isEqualTo(3);
        assertThat(run.at("/model/active").asBoolean()).isTrue();
        assertThat(trainings.active())
                .isEqualTo(run.at("/model/version").asText())
                .isNotEqualTo(before);
        assertThat(run.at("/input/config/lr").asText()).isEqualTo("0.01");
        assertThat(trainings.follow(id).get(10, TimeUnit.SECONDS))
                .as("who comes later")
                .hasSize(3);
        assertThat(CheckpointFile.in(folder)).doesNotExist();
        assertThat(shop.data("{ trainingRuns { totalCount nodes { id } edges { node { status } } } }")
                        .at("/trainingRuns/nodes/0/id")
                        .asText())
                .isEqualTo(id);
    }

    @Test
    void aModelBelowTheMinimumIsKeptButNotServed() throws Exception {
        String before = trainings.active();
        jobs.begin();
        JsonNode run = trainings.ended(trainings.start("kind: LIGHTGCN, minimumRecall20: 0.99, " + QUICK));
        assertThat(run.get("status").asText()).isEqualTo("REJECTED");
        assertThat(run.get("error").asText()).matches(".*recall@20 is 0\\.\\d{4}, below the minimum of 0\\.9900");
        assertThat(run.at("/model/active").asBoolean(true)).isFalse();
        assertThat(trainings.active()).isEqualTo(before);
    }

    @Test
    void aModelThatIsMuchWorseThanTheActiveOneIsRejectedWithBothFigures() throws Exception {
        jobs.begin();
        String good = trainings
                .ended(trainings.start("kind: LIGHTGCN, config: {epochs: 20, lr: 0.02, batch: 1024}"))
                .at("/model/version")
                .asText();
        assertThat(trainings.active()).isEqualTo(good);
        JsonNode run = trainings.ended(trainings.start("kind: BPR, config: {epochs: 1, lr: 1e-9, dimension: 2}"));
        assertThat(run.get("status").asText()).as(run.toString()).isEqualTo("REJECTED");
        assertThat(run.get("error").asText()).contains(good, "training.promotionMargin");
        assertThat(trainings.active()).isEqualTo(good);

        JsonNode kept = trainings.ended(
                trainings.start("kind: BPR, activate: false, config: {epochs: 1, lr: 1e-9, dimension: 2}"));
        assertThat(kept.get("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(trainings.active()).isEqualTo(good);
    }

    @Test
    void runsTrainOneAfterTheOtherAndEachCanBeCancelled() throws Exception {
        String first = trainings.start("kind: LIGHTGCN, " + LONG);
        String second = trainings.start("kind: LIGHTGCN, " + LONG);
        String third = trainings.start("kind: POPULARITY");
        jobs.begin();
        trainings.awaitEpoch(first);
        assertThat(trainings.run(second).get("status").asText()).isEqualTo("QUEUED");

        assertThat(trainings
                        .cancel(second)
                        .at("/data/cancelTraining/run/status")
                        .asText())
                .isEqualTo("CANCELLED");
        long began = System.nanoTime();
        trainings.cancel(first);
        JsonNode ended = trainings.ended(first);
        assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(10));
        assertThat(ended.get("status").asText()).isEqualTo("CANCELLED");
        assertThat(trainings.ended(third).get("status").asText())
                .as("the queue goes on")
                .isIn("SUCCEEDED", "REJECTED");
        assertThat(trainings.cancel(first).at("/errors/0/extensions/code").asText())
                .isEqualTo("CONFLICT");
        assertThat(trainings.cancel("none").at("/errors/0/extensions/code").asText())
                .isEqualTo("NOT_FOUND");
    }

    @Test
    void aServerThatEndsLeavesItsRunToTheNextStart() throws Exception {
        String id =
                trainings.start("kind: LIGHTGCN, " + QUICK.replace("epochs: 3", "epochs: 100000, patience: 100000"));
        jobs.begin();
        trainings.awaitEpoch(id);
        shop.restart(FreeMemory::bytes);
        assertThat(trainings.run(id).get("status").asText()).isEqualTo("RUNNING");
        int before = trainings.run(id).get("progress").size();
        assertThat(before).isPositive();

        jobs = shop.administration().jobs();
        jobs.begin();
        while (trainings.run(id).get("progress").size() == before) {
            Thread.sleep(20);
        }
        trainings.cancel(id);
        assertThat(trainings.ended(id).get("status").asText()).isEqualTo("CANCELLED");
    }

    @Test
    void whatCannotBeTrainedIsRefusedAtOnceWithTheReason() {
        int before = count();
        assertRefused("kind: LIGHTGCN, config: {speed: 1}", "there is no setting 'speed'");
        assertRefused("kind: LIGHTGCN, config: [1]", "'config' should be an object");
        assertRefused("kind: LIGHTGCN, config: {where: [\"colour=red\"]}", "the keys are category, kind, from");
        assertRefused("kind: LIGHTGCN, minimumRecall20: 2", "minimumRecall20 must be 0 to 1, was 2.0");
        assertRefused("kind: POPULARITY, identity: TOKENS", "has no identity tokens");
        shop.restart(() -> 100 << 20);
        assertRefused("kind: LIGHTGCN, config: {dimension: 1024}", "MB, and 100 MB are free");
        assertThat(count()).isEqualTo(before);
    }

    private static int count() {
        return shop.data("{ trainingRuns { totalCount } }")
                .at("/trainingRuns/totalCount")
                .asInt();
    }

    private void assertRefused(String input, String message) {
        JsonNode answer = shop.ask("mutation { startTraining(input: {" + input + "}) { run { id } } }", Map.of());
        assertThat(answer.at("/errors/0/extensions/code").asText())
                .as(answer.toString())
                .isEqualTo("BAD_USER_INPUT");
        assertThat(answer.at("/errors/0/message").asText()).contains(message);
    }

    @Test
    void versionsAreActivatedRolledBackComparedAndPruned() throws Exception {
        jobs.begin();
        String first = trainings.active();
        String second = trainings
                .ended(trainings.start("kind: LIGHTGCN, identity: TOKENS, activate: false, " + QUICK))
                .at("/model/version")
                .asText();
        String diff =
                "{ modelDiff(from: \"%s\", to: \"%s\", userId: \"1\", first: 50) { entered { rank item { id } } left {"
                        + " item { id } } tokens { token { id } before after } } }";
        JsonNode same = shop.data(diff.formatted(first, first)).get("modelDiff");
        assertThat(same.get("entered")).isEmpty();
        assertThat(same.get("left")).isEmpty();
        JsonNode other = shop.data(diff.formatted(first, second)).get("modelDiff");
        assertThat(other.get("entered")).hasSameSizeAs(other.get("left")).isNotEmpty();
        assertThat(other.get("tokens")).isNotEmpty();
        List<String> lists = new ArrayList<>();
        other.get("entered").forEach(n -> lists.add(n.at("/item/id").asText()));

        trainings.activate(second);
        List<String> served = new ArrayList<>();
        shop.data("{ recommendations(for: {userId: \"1\"}, first: 50) { nodes { item { id } } } }")
                .at("/recommendations/nodes")
                .forEach(n -> served.add(n.at("/item/id").asText()));
        assertThat(served).as("what the comparison said would come").containsAll(lists);

        long began = System.nanoTime();
        assertThat(shop.data("mutation { rollbackModel { model { version active } } }")
                        .at("/rollbackModel/model/version")
                        .asText())
                .isEqualTo(first);
        assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(5));
        assertThat(trainings.active()).isEqualTo(first);
        assertThat(shop.errorCode("mutation { activateModel(version: \"none\") { model { version } } }"))
                .isEqualTo("NOT_FOUND");

        shop.administration().versions().awaitMirror();
        var few = new ModelVersions(shop.graph(), shop.artifacts(), shop.served(), 1);
        assertThat(few.prune()).contains(new ModelVersion(second));
        few.close();
        assertThat(Files.exists(folder.resolve("models").resolve(second))).isFalse();
        assertThat(shop.data("{ models { nodes { version } } }").at("/models/nodes"))
                .hasSize(1);
        assertThat(shop.errorCode("mutation { rollbackModel { model { version } } }"))
                .isEqualTo("CONFLICT");
        assertThat(shop.artifacts().read(new ModelVersion(first))).isNotNull();
    }

    @Test
    void aCodebookCanBeMadeUnlessSomethingIsBeingTrained() throws Exception {
        JsonNode made = shop.data("mutation { tokenize(input: {slots: 2, codes: 4}) { codebookId tokens items } }")
                .get("tokenize");
        assertThat(made.get("tokens").asInt()).isEqualTo(2 * 2 * 4);
        // this is less than it takes, and does not hold for it
        var limits = QueryLimits.standard();
        var hasty = new QueryLimits(
                limits.depth(),
                limits.complexity(),
                limits.rootFields(),
                limits.aliases(),
                limits.tokens(),
                limits.listEntries(),
                Duration.ofMillis(200));
        var api = new GraphQlApi(
                shop.graph(),
                shop.answers(),
                shop.changes(),
                shop.administration(),
                EncoderChoices.builtIn(),
                new ApiRules(hasty, () -> true, null));
        assertThat(api.execute(
                        new GraphQlRequest("mutation { tokenize(input: {slots: 16}) { tokens } }", null, Map.of())))
                .doesNotContainKey("errors");
        String id = trainings.start("kind: LIGHTGCN, " + LONG);
        jobs.begin();
        trainings.awaitEpoch(id);
        assertThat(shop.errorCode("mutation { tokenize(input: {}) { tokens } }"))
                .isEqualTo("CONFLICT");
        assertThat(shop.errorCode("mutation { tokenize(input: {slots: 0}) { tokens } }"))
                .isEqualTo("BAD_USER_INPUT");
        trainings.cancel(id);
        trainings.ended(id);
    }
}
