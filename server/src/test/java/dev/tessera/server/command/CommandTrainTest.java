package dev.tessera.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tessera.cypher.Statement;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.server.config.Config;
import dev.tessera.training.publish.TrainedModel;
import dev.tessera.training.tensor.ComputeDevice;
import dev.tessera.training.tensor.TensorEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code train}, {@code model activate} and {@code evaluate}: twenty users, each of whom chose ten of twelve items. */
@ExtendWith(SharedGraph.class)
final class CommandTrainTest {
    private static final Statement FILL = SharedGraph.cypher("""
            UNWIND range(0, 11) AS i CREATE (:Item {itemId: 'i' + i})
            WITH count(*) AS items
            UNWIND range(0, 19) AS u CREATE (user:User {userId: 'u' + u})
            WITH user, u UNWIND range(0, 9) AS k MATCH (item:Item {itemId: 'i' + ((u + k) % 12)})
            CREATE (user)-[:INTERACTED {eventId: user.userId + item.itemId, kind: 'view', weight: 1.0,
              at: datetime('2026-01-01T00:00:00Z'),
              split: CASE k WHEN 8 THEN 'validation' WHEN 9 THEN 'test' ELSE 'train' END}]->(item)
            """);

    @TempDir
    Path folder;

    private Graph graph;

    @BeforeEach
    void fill(Graph shared) {
        graph = shared;
        SharedGraph.empty(graph);
        graph.execute(tx -> tx.run(FILL, Map.of()));
    }

    private Workspace workspace(CapturedCaller caller, Map<String, String> settings) {
        Config config = TestConfig.of(folder, settings);
        return Workspace.opened(config, graph, caller.caller());
    }

    private CapturedCaller train(Map<String, String> settings, int expected, String... options) {
        var caller = new CapturedCaller(folder);
        List<String> args = new ArrayList<>(List.of("train", "--set", "epochs=1", "--json"));
        args.addAll(List.of(options));
        assertThat(Verbs.run(args, new InServer(workspace(caller, settings))))
                .as(caller.err())
                .isEqualTo(expected);
        return caller;
    }

    @Test
    void theConfiguredDeviceTrainsUnlessTheSettingsNameAnother() throws IOException {
        assumeFalse(hasGpu(), "where there is a GPU, asking for one is no failure to see");
        Map<String, String> cuda = Map.of("training.device", "cuda");

        assertThat(train(cuda, 1, "--model", "bpr").err()).contains("device cuda was asked for");

        Files.writeString(folder.resolve("cpu.yaml"), "device: cpu\n");
        for (List<String> cpu : List.of(List.of("--set", "device=cpu"), List.of("--settings", "cpu.yaml"))) {
            String json =
                    train(cuda, 0, "--model", "bpr", cpu.get(0), cpu.get(1)).out();
            assertThat(new JsonMapper().readTree(json).at("/provenance/device").asText())
                    .isEqualTo("cpu()");
        }
    }

    @Test
    void theProfileSaysWhereTheTimeWent() throws IOException {
        JsonNode profile = new JsonMapper()
                .readTree(train(Map.of(), 0, "--model", "lightgcn", "--profile").out())
                .get("profile");
        for (String part : List.of("sampling", "forward", "backward", "propagation", "adam", "validation")) {
            assertThat(profile.get(part).asDouble()).as(part).isPositive();
        }
        var plain = new CapturedCaller(folder);
        Verbs.run(
                List.of("train", "--set", "epochs=1", "--model", "lightgcn", "--profile"),
                new InServer(workspace(plain, Map.of())));
        assertThat(plain.out()).containsPattern("propagation +\\d+\\.\\d\\d s +\\d+ %");
        assertThat(plain.err()).containsPattern("this training takes \\d+ MB at most");
    }

    private static boolean hasGpu() {
        try (TensorEngine engine = TensorEngine.open(ComputeDevice.AUTO)) {
            return engine.isCuda();
        }
    }

    @Test
    void aNewVersionIsServedFromTheSwitchOnAndGivesWayToTheOneBefore() {
        var caller = new CapturedCaller(folder);
        Workspace workspace = workspace(caller, Map.of());
        assertThat(served(workspace)).isNull();
        Verbs.run(List.of("train", "--model", "bpr", "--set", "epochs=1"), new InServer(workspace));
        String first = active();
        assertThat(served(workspace)).isEqualTo(first);

        TrainedModel second = again(workspace, first);
        workspace.versions().publish(second, false, tx -> {});
        assertThat(served(workspace)).isEqualTo(first);
        workspace.versions().activate(second.version());
        assertThat(served(workspace)).isEqualTo("second");
        workspace.versions().awaitMirror();

        assertThat(Verbs.run(List.of("model", "activate", first), new InServer(workspace)))
                .as(caller.err())
                .isZero();
        assertThat(served(workspace)).isEqualTo(first);

        // to first by activation, so back is second, and further back there is first, which keeps its later place
        assertThat(Verbs.run(List.of("model", "rollback"), new InServer(workspace)))
                .as(caller.err())
                .isZero();
        assertThat(served(workspace)).isEqualTo("second");
        assertThat(Verbs.run(List.of("model", "rollback"), new InServer(workspace)))
                .isEqualTo(1);
        assertThat(caller.err()).contains("no version that is kept was active before this one");
        assertThat(served(workspace)).isEqualTo("second");
    }

    /** The same model under another name. */
    private static TrainedModel again(Workspace workspace, String version) {
        TrainedModel m = workspace.artifacts().read(new dev.tessera.graphmodel.domain.ModelVersion(version));
        return new TrainedModel(
                new dev.tessera.graphmodel.domain.ModelVersion("second"),
                m.kind(),
                m.identity(),
                m.trainedAt(),
                m.parameters(),
                m.itemParameters(),
                m.metrics(),
                m.provenance(),
                m.form());
    }

    private static @Nullable String served(Workspace workspace) {
        var version = workspace.served().answers().snapshot().active().version();
        return version == null ? null : version.value();
    }

    private String active() {
        return graph.read(tx -> tx.run("active_model_version")).getFirst().string("version");
    }

    @Test
    void aSettingOfTheWrongFormFailsBeforeAnythingIsRead() throws IOException {
        Files.writeString(folder.resolve("toys.inter"), "userID\titemID\trating\ttimestamp\nada\t0\t1\t0\n");
        for (List<String> wrong : List.of(
                List.of("lr=abc", "lr should be a number, was 'abc'"),
                List.of("codes=many", "codes should be a whole number, was 'many'"))) {
            var caller = new CapturedCaller(folder);
            assertThat(caller.run("evaluate", "--input", ".", "--model", "lightgcn", "--set", wrong.get(0)))
                    .isEqualTo(2);
            assertThat(caller.err()).startsWith(wrong.get(1)).doesNotContain("reading");
        }
    }
}
