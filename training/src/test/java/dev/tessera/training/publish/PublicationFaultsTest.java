package dev.tessera.training.publish;

import static dev.tessera.graphmodel.fixture.SharedGraph.cypher;
import static dev.tessera.training.publish.PublicationProcess.BEGIN;
import static dev.tessera.training.publish.PublicationProcess.MODELS;
import static dev.tessera.training.publish.PublicationStep.AFTER_SWITCH;
import static dev.tessera.training.publish.PublicationStep.BEFORE_SWITCH;
import static dev.tessera.training.publish.PublicationStep.DONE;
import static dev.tessera.training.publish.PublicationStep.MIRROR_HALF_WRITTEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tessera.graphmodel.domain.ModelVersion;
import dev.tessera.graphmodel.fixture.Child;
import dev.tessera.graphmodel.fixture.Folders;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.EmbeddedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.Row;
import dev.tessera.training.fixture.Mirror;
import dev.tessera.training.fixture.SameModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A publication is killed as {@code kill -9} does, and the next start serves exactly one complete version. Each test
 * begins with a folder in which version a is active and mirrored; a child publishes version b there.
 */
class PublicationFaultsTest {
    /** Where recovery puts what the publication under test had finished when it was killed before the switch. */
    private static final String SET_ASIDE = ".unknown-b";

    private static final Random RANDOM = new Random(20261121);
    private static final Map<String, Integer> METS = new TreeMap<>();
    private static final Set<String> AFTER = Set.of(AFTER_SWITCH.name(), MIRROR_HALF_WRITTEN.name(), DONE.name());
    private static final String NO_STEP = "NONE";
    private static final String MODEL_NODES =
            "MATCH (m:Model) RETURN m.version AS version, m.active AS active, m.writeBack AS writeBack";

    @TempDir
    static Path home;

    private static Path prepared;
    private static Duration typical;

    private final Path folder = home.resolve("killed");

    @BeforeAll
    static void publish_a_and_measure() throws IOException {
        prepared = home.resolve("prepared");
        try (var graph = EmbeddedGraph.open(PublicationProcess.config(prepared))) {
            MODELS.writeTo(graph);
            new Publisher(graph, new Artifacts(prepared)).publish(MODELS.factorised("a"), PublicationListener.silent());
        }
        Path measured = Folders.copy(prepared, home.resolve("measured"));
        try (var child = Child.start(PublicationProcess.class, measured, "b", NO_STEP)) {
            child.await(BEGIN);
            long begin = System.nanoTime();
            child.await(DONE);
            typical = Duration.ofNanos(System.nanoTime() - begin);
        }
        SharedGraph.delete(measured);
        System.out.println("a publication takes " + typical.toMillis() + " ms");
    }

    @AfterAll
    static void histogram() {
        System.out.println("kills by the last step reached: " + METS);
    }

    @AfterEach
    void delete() throws IOException {
        SharedGraph.delete(folder);
    }

    @ParameterizedTest
    @EnumSource(names = {"AFTER_SWITCH", "MIRROR_HALF_WRITTEN"})
    void a_kill_after_the_switch_leaves_the_new_version(PublicationStep step) {
        killIn(step);
        recoverAndCheck(step.name(), Set.of("b"));
    }

    @Test
    void a_kill_at_a_random_moment_leaves_one_whole_version() {
        String met = killAtRandom();
        recoverAndCheck(met, possible(met));
    }

    @Tag("faults")
    @ParameterizedTest(name = "{0}")
    @EnumSource
    void three_kills_in_each_step_leave_one_whole_version(PublicationStep step) throws IOException {
        String expected = step.compareTo(BEFORE_SWITCH) <= 0 ? "a" : "b";
        for (int kill = 0; kill < 3; kill++) {
            killIn(step);
            recoverAndCheck(step.name(), Set.of(expected));
            if (kill < 2) {
                delete();
            }
        }
    }

    @Tag("faults")
    @RepeatedTest(20)
    void every_kill_at_a_random_moment_leaves_one_whole_version() {
        String met = killAtRandom();
        recoverAndCheck(met, possible(met));
    }

    private void killIn(PublicationStep step) {
        Folders.copy(prepared, folder);
        try (var child = Child.start(PublicationProcess.class, folder, "b", step)) {
            child.await(step);
            child.killAfter(Duration.ZERO);
        }
    }

    private String killAtRandom() {
        Folders.copy(prepared, folder);
        try (var child = Child.start(PublicationProcess.class, folder, "b", NO_STEP)) {
            child.await(BEGIN);
            return child.killAfter(Duration.ofNanos(RANDOM.nextLong(typical.toNanos())));
        }
    }

    /** Whoever has said that it is about to switch may have switched. */
    private static Set<String> possible(String met) {
        if (met.equals(BEFORE_SWITCH.name())) {
            return Set.of("a", "b");
        }
        return Set.of(AFTER.contains(met) ? "b" : "a");
    }

    private void recoverAndCheck(String met, Set<String> expected) {
        METS.merge(met, 1, Integer::sum);
        try (var graph = EmbeddedGraph.open(PublicationProcess.config(folder))) {
            var artifacts = new Artifacts(folder);
            var publisher = new Publisher(graph, artifacts);
            publisher.recover();

            ModelVersion active = publisher.active();
            System.out.println("killed after " + met + ": version " + active + " is served");
            assertThat(expected).contains(String.valueOf(active));
            checkWhole(graph, artifacts, active.value());

            publisher.publish(MODELS.factorised("b2"), PublicationListener.silent());
            checkWhole(graph, artifacts, "b2");
        }
    }

    private void checkWhole(Graph graph, Artifacts artifacts, String version) {
        var models = graph.read(tx -> tx.run(cypher(MODEL_NODES), Map.of()));
        assertThat(models)
                .filteredOn(m -> m.bool("active"))
                .extracting(m -> m.string("version"))
                .containsExactly(version);
        assertThat(models).extracting(m -> m.string("writeBack")).containsOnly("DONE");
        TrainedModel expected = MODELS.factorised(version);
        SameModel.assertSame(artifacts.read(new ModelVersion(version)), expected);
        assertThat(Mirror.on(graph).equals(Mirror.of(expected)))
                .as("every learned property equals the artifact's, bit for bit")
                .isTrue();
        List<String> there = Folders.all(folder.resolve("models")).stream()
                .filter(f -> f.getParent().endsWith("models"))
                .map(f -> f.getFileName().toString())
                .toList();
        assertThat(there)
                .filteredOn(name -> !name.equals(SET_ASIDE))
                .containsExactlyInAnyOrderElementsOf(
                        models.stream().map((Row m) -> m.string("version")).toList());
        if (there.contains(SET_ASIDE)) {
            checkWasWhole();
        }
    }

    /** An artifact that was complete when its publisher was killed, and that the graph had not heard of, is kept whole. */
    private void checkWasWhole() {
        Path aside = home.resolve("aside");
        try {
            Files.createDirectories(aside);
            Path copy = Folders.copy(folder.resolve("models"), aside.resolve("models"));
            Files.move(copy.resolve(SET_ASIDE), copy.resolve("b"));
            SameModel.assertSame(new Artifacts(aside).read(new ModelVersion("b")), MODELS.factorised("b"));
            SharedGraph.delete(aside);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
