package dev.tessera.training.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tessera.graphmodel.domain.IdIndex;
import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.graphmodel.fixture.Child;
import dev.tessera.graphmodel.fixture.Folders;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.training.recommender.Factorised;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that erases one user after another is killed; whoever was said to be gone is gone, and nobody else. */
class ErasureFaultsTest {
    private static final Random RANDOM = new Random(20261126);

    @TempDir
    static Path home;

    private final Path folder = home.resolve("killed");

    @BeforeEach
    void write_two_versions() throws IOException {
        Files.createDirectory(folder);
        var artifacts = new Artifacts(folder);
        artifacts.write(ErasureProcess.MODELS.factorised("a"), PublicationListener.silent());
        artifacts.write(ErasureProcess.MODELS.factorised("b"), PublicationListener.silent());
    }

    @AfterEach
    void delete() throws IOException {
        SharedGraph.delete(folder);
    }

    @Test
    void a_kill_at_a_random_moment_brings_nobody_back_and_loses_nobody() throws IOException {
        killAndCheck();
    }

    @Tag("faults")
    @RepeatedTest(20)
    void no_kill_at_a_random_moment_brings_anybody_back_or_loses_anybody() throws IOException {
        killAndCheck();
    }

    private void killAndCheck() throws IOException {
        int gone;
        try (var child = Child.start(ErasureProcess.class, folder)) {
            child.await(0);
            gone = Integer.parseInt(child.killAfter(Duration.ofNanos(RANDOM.nextLong(300_000_000))));
        }
        var artifacts = new Artifacts(folder);
        check(artifacts, gone);
        artifacts.finishErasures();
        check(artifacts, gone);
        System.out.println("killed after " + (gone + 1) + " erasures");
        for (Path file : Folders.all(folder.resolve("models"))) {
            if (Files.isRegularFile(file)) {
                assertNoneNamed(Files.readString(file, StandardCharsets.ISO_8859_1), gone);
            }
        }
    }

    private static void assertNoneNamed(String content, int gone) {
        for (int k = 0; k <= gone; k++) {
            assertThat(content.contains("user-" + k + "\\\""))
                    .as("user %d is named", k)
                    .isFalse();
        }
    }

    /** The one after the last that was said to be gone may be. */
    private static void check(Artifacts artifacts, int gone) {
        for (String version : new String[] {"a", "b"}) {
            TrainedModel expected = ErasureProcess.MODELS.factorised(version);
            var before = (Factorised) expected.form();
            var now = (Factorised) artifacts.read(expected.version()).form();
            assertThat(now.degrees()).isEqualTo(before.degrees());
            for (UserId user : before.users().ids()) {
                int k = Integer.parseInt(user.value().substring(5));
                int row = now.users().rowOf(user);
                if (k <= gone) {
                    assertThat(row).as("user %d is in %s", k, version).isEqualTo(IdIndex.ABSENT);
                } else if (k > gone + 1) {
                    assertThat(now.base().row(row))
                            .isEqualTo(before.base().row(before.users().rowOf(user)));
                }
            }
        }
    }
}
