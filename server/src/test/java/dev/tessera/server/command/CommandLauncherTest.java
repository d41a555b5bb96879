package dev.tessera.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tessera.graphmodel.fixture.SharedGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, a copy of it in a make-believe project with a make-believe Java and Maven. */
final class CommandLauncherTest {
    @TempDir
    Path folder;

    private LauncherProject project;
    private Path jdk;

    @BeforeEach
    void makeProject() throws IOException {
        project = new LauncherProject(folder.toRealPath());
        jdk = project.jdk("jdk-25", "25.0.1");
        project.maven(LauncherProject.BUILDS);
    }

    @Test
    void itIsValidBash() throws Exception {
        Process check = new ProcessBuilder("bash", "-n", LauncherProject.REAL.toString()).start();
        assertThat(check.waitFor()).isZero();
    }

    @Test
    void withoutAJdkItSaysWhatToInstall() throws Exception {
        project.requireJava(99);
        var run = project.run(Map.of(), "version");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("needs a JDK of version 99", "Temurin", "JAVA_HOME");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void withoutMavenItSaysWhatToInstall() throws Exception {
        Files.delete(project.tools().resolve("mvn"));
        var run = project.run(Map.of("JAVA_HOME", jdk.toString()), "version");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("no mvn on the PATH");
    }

    @Test
    void theFirstUseBuildsAndRunsWithTheFlagsAndTheArguments() throws Exception {
        var run = project.run(
                Map.of("JAVA_HOME", jdk.toString(), "TESSERA_JAVA_OPTS", "-Xlog:gc -Da=b"), "cypher", "RETURN 'a b'");
        assertThat(run.exit()).isEqualTo(7);
        assertThat(run.out().lines().toList())
                .contains("jdk-25", "--add-modules", "jdk.incubator.vector", "-Dai.djl.offline=true")
                .containsSequence("-Xlog:gc", "-Da=b", "-cp")
                .endsWith("dev.tessera.server.command.Main", "cypher", "RETURN 'a b'");
        assertThat(run.err()).contains("Building Tessera", "Built in").doesNotContain("a line of Maven's");
        assertThat(project.home().resolve("server/target/build.log")).content().contains("a line of Maven's");
    }

    @Test
    void onlyAServerWritesTheArchiveOfClassesAndOthersUseIt() throws Exception {
        Map<String, String> environment = Map.of("JAVA_HOME", jdk.toString());
        Path archive = project.home().resolve("server/target/classes.jsa");
        assertThat(project.run(environment, "serve", "--port", "0").out())
                .contains("-XX:+AutoCreateSharedArchive\n-XX:SharedArchiveFile=" + archive);
        assertThat(project.run(environment, "version").out()).doesNotContain("Archive");
        Files.createFile(archive);
        assertThat(project.run(environment, "version").out())
                .contains("-XX:SharedArchiveFile=" + archive)
                .doesNotContain("AutoCreate");
    }

    @Test
    void whatIsBuiltIsNotBuiltAgainUntilASourceIsNewer() throws Exception {
        Map<String, String> environment = Map.of("JAVA_HOME", jdk.toString());
        project.run(environment, "version");
        assertThat(project.run(environment, "version").err()).doesNotContain("Building");
        touch("server/src/main/New.java");
        assertThat(project.run(environment, "version").err()).contains("Building");
    }

    @Test
    void ofTheJvmsWarningsOnlyTheOneOnTheVectorApiIsHeldBack() throws Exception {
        var run = project.run(Map.of("JAVA_HOME", jdk.toString()), "version");
        assertThat(run.err()).contains("another warning").doesNotContain("incubator modules");
    }

    @Test
    void aFailedBuildShowsItsEndAndDoesNotCount() throws Exception {
        project.maven("echo 'the compiler is not pleased'; exit 1");
        Map<String, String> environment = Map.of("JAVA_HOME", jdk.toString());
        var run = project.run(environment, "version");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("the compiler is not pleased", "The build failed", "build.log");
        project.maven(LauncherProject.BUILDS);
        assertThat(project.run(environment, "version").err()).contains("Built in");
    }

    @Test
    void anInterruptedBuildDoesNotCount() throws Exception {
        project.maven(LauncherProject.BUILDS + "\nsleep 60");
        Map<String, String> environment = Map.of("JAVA_HOME", jdk.toString());
        Process process = project.start(environment, "version");
        Path log = project.home().resolve("server/target/build.log");
        while (!Files.exists(log) || Files.size(log) == 0) {
            Thread.sleep(50);
        }
        process.toHandle().destroy(); // not the process's own, which would close the pipe
        assertThat(process.waitFor()).isEqualTo(1);
        project.maven(LauncherProject.BUILDS);
        assertThat(project.run(environment, "version").err()).contains("Built in");
    }

    @Test
    @Timeout(30)
    void aLockThatAKilledCallLeftBehindHoldsNobodyUp() throws Exception {
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        for (String owner : List.of("", Long.toString(dead.pid()))) {
            lock(owner);
            assertThat(project.run(Map.of("JAVA_HOME", jdk.toString()), "version")
                            .err())
                    .contains("Waiting for the build that another call has begun", "Built in");
            Files.delete(project.home().resolve("server/target/.built"));
        }
        Files.createDirectories(project.home().resolve("server/target/.building")); // killed before it wrote its name
        assertThat(project.run(Map.of("JAVA_HOME", jdk.toString()), "version").err())
                .contains("Built in");
    }

    @Test
    @Timeout(30)
    void whoMayNotBuildIsToldToAskTheOwner() throws Exception {
        Files.writeString(
                project.home().resolve("server/target"), "no folder: nobody can write into it, not even root");
        var run = project.run(Map.of("JAVA_HOME", jdk.toString()), "version");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("server/target cannot be written", "tessera version' once as the owner");
    }

    @Test
    @Timeout(30)
    void whoeverFindsABuildGoingOnSaysOnceThatItWaitsAndThenUsesIt() throws Exception {
        Map<String, String> environment = Map.of("JAVA_HOME", jdk.toString());
        project.run(environment, "version");
        Path built = project.home().resolve("server/target/.built");
        Path aside = Files.move(built, built.resolveSibling("aside"));
        lock(Long.toString(ProcessHandle.current().pid()));

        Process waiting = project.start(environment, "version");
        assertThat(waiting.errorReader().readLine())
                .isEqualTo("Waiting for the build that another call has begun (its lock is "
                        + project.home().resolve("server/target/.building") + ")");
        assertThat(waiting.waitFor(2500, TimeUnit.MILLISECONDS)).isFalse();
        Files.move(aside, built);
        SharedGraph.delete(project.home().resolve("server/target/.building"));
        assertThat(waiting.errorReader().lines()).noneMatch(l -> l.contains("Waiting") || l.contains("Built"));
        assertThat(waiting.waitFor()).isEqualTo(7);
    }

    private void lock(String owner) throws IOException {
        Path lock = Files.createDirectories(project.home().resolve("server/target/.building"));
        Files.writeString(lock.resolve("pid"), owner);
    }

    @Test
    @Timeout(30)
    void whatARunningServerReadsIsNotBuiltAnew() throws Exception {
        Map<String, String> environment = Map.of("JAVA_HOME", jdk.toString());
        Process server = project.start(environment, "serve");
        try {
            while (!Files.exists(jdk.resolve("bin/serving"))) {
                Thread.sleep(50);
            }
            Path jar = project.home().resolve("server/target/tessera-server-0.1.0.jar");
            FileTime read = Files.getLastModifiedTime(jar);
            touch("server/src/main/New.java");
            var beside = project.run(environment, "version");
            assertThat(beside.err())
                    .contains("which process " + server.pid() + " runs from")
                    .doesNotContain("Building");
            assertThat(beside.exit()).isEqualTo(7);
            assertThat(Files.getLastModifiedTime(jar)).isEqualTo(read);
        } finally {
            server.destroy();
            server.waitFor();
        }
        assertThat(project.run(environment, "version").err()).contains("Built in");
    }

    private void touch(String source) throws IOException {
        Path file = project.home().resolve(source);
        Files.writeString(file, "class New {}");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
    }

    @Test
    void itFindsItsHomeThroughLinksFromAnyFolder() throws Exception {
        Path elsewhere = Files.createDirectories(folder.resolve("else where"));
        Path link = Files.createSymbolicLink(
                elsewhere.resolve("first"), project.home().resolve("tessera"));
        Path second = Files.createSymbolicLink(elsewhere.resolve("second"), link.getFileName());
        var run = project.runAs(List.of(second.toString()), elsewhere, Map.of("JAVA_HOME", jdk.toString()));
        assertThat(run.exit()).isEqualTo(7);
        assertThat(run.out()).contains(project.home() + "/server/target/lib/*:");
    }

    @Test
    void aJavaHomeThatIsNoneOrTooOldFallsThroughToThePath() throws Exception {
        Path old = project.jdk("jdk-17", "17.0.2");
        Files.createSymbolicLink(project.tools().resolve("java"), jdk.resolve("bin/java"));
        for (String home : List.of("/nowhere", old.toString())) {
            assertThat(project.run(Map.of("JAVA_HOME", home), "version").out()).startsWith("jdk-25\n");
        }
    }

    @Test
    void aJdkWithoutAReleaseFileIsAskedItself() throws Exception {
        Files.delete(jdk.resolve("release"));
        assertThat(project.run(Map.of("JAVA_HOME", jdk.toString()), "version").out())
                .startsWith("jdk-25\n");
    }
}
