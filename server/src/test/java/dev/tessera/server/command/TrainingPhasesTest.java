package dev.tessera.server.command;

import static dev.tessera.graphmodel.fixture.SharedGraph.cypher;
import static dev.tessera.server.command.ServerProcess.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tessera.graphmodel.domain.ModelVersion;
import dev.tessera.graphmodel.fixture.Child;
import dev.tessera.graphmodel.fixture.Folders;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.EmbeddedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.Row;
import dev.tessera.server.command.TrainingProcess.Act;
import dev.tessera.server.jobs.Administration;
import dev.tessera.server.jobs.RunStatus;
import dev.tessera.server.jobs.TrainingRun;
import dev.tessera.training.run.CheckpointFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A process is killed, as {@code kill -9} does, in each phase of a training run, of a switch and of a way back: the next start
 * goes on with the run to its end, once, and has one active version, whole.
 */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class TrainingPhasesTest {
    private static final String MODELS =
            "MATCH (m:Model) RETURN m.version AS version, m.active AS active, m.writeBack AS writeBack";

    @TempDir
    private static Path home;

    private static Path prepared;
    private static String older;
    private static String newer;

    private final Path data = home.resolve("killed");

    @BeforeAll
    static void prepare() throws IOException {
        TinyStore store = TinyStore.in(home);
        older = active(store);
        store.run("train", "--model", "popularity");
        newer = active(store);
        prepared = store.data();
    }

    private static String active(TinyStore store) {
        return store.run("cypher", "MATCH (m:Model {active: true}) RETURN m.version AS version", "--csv")
                .lines()
                .skip(1)
                .map(version -> version.replace("\"", ""))
                .findFirst()
                .orElseThrow();
    }

    @AfterEach
    void delete() throws IOException {
        SharedGraph.delete(data);
    }

    /** In the transaction that publishes: behind the artifact and the version, before the end of the run is recorded. */
    @Test
    void a_run_that_is_killed_while_its_end_is_recorded_is_published_once() {
        killIn(Act.TRAIN, "before end_run", 10);
        afterTheNextStart(10, (administration, graph) -> requireSuccess(administration, graph, 3));
    }

    @Tag("faults")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "after create_run",
                "after start_run",
                "before project",
                "after add_progress",
                "before active_model_version",
                "before create_model",
                "before activate_model",
                "after end_run",
                "after set_user_vectors",
                "before finish_mirror"
            })
    void a_run_that_is_killed_is_gone_on_with_to_its_end(String phase) {
        killIn(Act.TRAIN, phase, 10);
        afterTheNextStart(10, (administration, graph) -> requireSuccess(administration, graph, 3));
    }

    @Tag("faults")
    @ParameterizedTest
    @ValueSource(strings = {"before doom_models", "after doom_models", "before delete_model", "after delete_model"})
    void what_was_about_to_be_deleted_is_deleted(String phase) {
        killIn(Act.TRAIN, phase, 2);
        afterTheNextStart(2, (administration, graph) -> {
            administration.versions().prune(); // as the next run does
            requireSuccess(administration, graph, 2);
        });
    }

    @Tag("faults")
    @Test
    void a_run_that_is_killed_while_its_state_is_written_goes_on_from_the_state_before() {
        Path checkpoint = CheckpointFile.in(data);
        Path part = checkpoint.resolveSibling("training.checkpoint.part");
        Folders.copy(prepared, data);
        try (Child child = child(Act.TRAIN_ON, "nowhere", 10)) {
            until(() -> Files.exists(checkpoint));
            while (!Files.exists(part)) {
                Thread.onSpinWait();
            }
            ProcessHandle.of(child.pid()).orElseThrow().destroyForcibly();
            child.awaitExit();
        }
        afterTheNextStart(10, (administration, graph) -> {
            String run = administration.runs().page("", 1).getFirst();
            int before = administration.runs().find(run).progress().size();
            until(() -> administration.runs().find(run).progress().size() > before);
            requireEpochs(administration.runs().find(run));
            administration.jobs().cancel(run);
            until(() -> administration.runs().find(run).status() == RunStatus.CANCELLED);
            requireWhole(graph, administration, newer, 2);
        });
    }

    @Tag("faults")
    @Test
    void a_run_that_was_cancelled_stays_so() {
        killIn(Act.CANCEL, "after cancel_run", 10);
        afterTheNextStart(10, (administration, graph) -> {
            assertThat(ended(administration).status()).isEqualTo(RunStatus.CANCELLED);
            requireWhole(graph, administration, newer, 2);
        });
    }

    @Tag("faults")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "before activate_model",
                "after activate_model",
                "after clear_user_vectors",
                "before finish_mirror"
            })
    void a_switch_that_is_killed_has_happened_or_has_not(String phase) {
        killIn(Act.ACTIVATE, phase, 10);
        String expected = phase.equals("before activate_model") ? newer : older;
        afterTheNextStart(10, (administration, graph) -> requireWhole(graph, administration, expected, 2));
    }

    @Tag("faults")
    @ParameterizedTest
    @ValueSource(strings = {"before return_to_model", "after return_to_model", "after set_user_vectors"})
    void a_way_back_that_is_killed_has_happened_or_has_not(String phase) {
        killIn(Act.ROLL_BACK, phase, 10);
        String expected = phase.equals("before return_to_model") ? newer : older;
        afterTheNextStart(10, (administration, graph) -> requireWhole(graph, administration, expected, 2));
    }

    private void killIn(Act act, String phase, int kept) {
        Folders.copy(prepared, data);
        try (Child child = child(act, phase, kept)) {
            child.await(phase);
            child.killAfter(Duration.ZERO);
        }
    }

    private Child child(Act act, String phase, int kept) {
        return Child.start(TrainingProcess.class, data, act, phase, kept, older);
    }

    /** What a start does, on the same folder. */
    private void afterTheNextStart(int kept, BiConsumer<Administration, Graph> check) {
        var config = TrainingProcess.config(data, Integer.toString(kept));
        var caller = new CapturedCaller(home);
        try (var graph = EmbeddedGraph.open(config.commandGraph())) {
            Workspace workspace = Workspace.opened(config, graph, caller.caller());
            assertThat(workspace.served().answers()).isNotNull();
            try (var administration = TrainingProcess.administration(graph, workspace)) {
                administration.jobs().begin();
                check.accept(administration, graph);
            }
        }
        assertThat(caller.err()).isEmpty();
    }

    private static TrainingRun ended(Administration administration) {
        String run = administration.runs().page("", 1).getFirst();
        until(() -> administration.runs().find(run).endedAt() != null);
        until(() -> !administration.jobs().isTraining());
        return administration.runs().find(run);
    }

    private void requireSuccess(Administration administration, Graph graph, int models) {
        TrainingRun run = ended(administration);
        assertThat(run.status()).as(run.toString()).isEqualTo(RunStatus.SUCCEEDED);
        requireEpochs(run);
        assertThat(run.progress()).hasSize(TrainingProcess.EPOCHS);
        requireWhole(graph, administration, run.version().value(), models);
    }

    private static void requireEpochs(TrainingRun run) {
        assertThat(run.progress().stream().map(p -> p.epoch()))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, run.progress().size()).boxed().toList());
    }

    /** One active version, served and mirrored; so many in all, each with its artifact; nothing half done. */
    private void requireWhole(Graph graph, Administration administration, String active, int models) {
        administration.versions().awaitMirror();
        List<Row> known = graph.read(tx -> tx.run(cypher(MODELS), Map.of()));
        assertThat(known)
                .filteredOn(m -> m.bool("active"))
                .extracting(m -> m.string("version"))
                .containsExactly(active);
        assertThat(known).hasSize(models).extracting(m -> m.string("writeBack")).containsOnly("DONE");
        assertThat(administration.served().version()).isEqualTo(new ModelVersion(active));
        List<String> versions = known.stream().map(m -> m.string("version")).toList();
        versions.forEach(v -> administration.served().answersOf(new ModelVersion(v)));
        try (var there = Files.list(data.resolve("models"))) {
            assertThat(there.map(f -> f.getFileName().toString()).filter(f -> !f.startsWith(".unknown-")))
                    .containsExactlyInAnyOrderElementsOf(versions);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        assertThat(CheckpointFile.in(data)).doesNotExist();
        assertThat(data.resolve("training.data")).doesNotExist();
    }
}
