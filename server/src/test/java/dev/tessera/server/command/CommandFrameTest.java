package dev.tessera.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tessera.server.config.ConfigDefaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What needs no store. */
final class CommandFrameTest {
    @TempDir
    Path folder;

    @Test
    void helpListsTheVerbsThatThereAre() {
        var caller = new CapturedCaller(folder);
        assertThat(caller.run("help")).isZero();
        assertThat(caller.out()).contains("tokenize", "cypher", "config", "version", "Exit codes");
        assertThat(caller.err()).isEmpty();
    }

    @Test
    void helpOnAVerbSaysItsOptions() {
        var caller = new CapturedCaller(folder);
        assertThat(caller.run("help", "tokenize")).isZero();
        assertThat(caller.out()).contains("--slots", "--codes", "--data");
    }

    @Test
    void versionSaysOursAndJavas() {
        var caller = new CapturedCaller(folder);
        assertThat(caller.run("version")).isZero();
        assertThat(caller.out()).matches("(?s)tessera \\d+\\.\\d+\\.\\d+ \\(Java 25.*\\)\\R");
    }

    @Test
    void configPrintsTheDefaults() {
        var caller = new CapturedCaller(folder);
        assertThat(caller.run("config")).isZero();
        assertThat(caller.out()).isEqualTo(ConfigDefaults.yaml());
    }

    @Test
    void anUnknownVerbIsWrongUsage() {
        var caller = new CapturedCaller(folder);
        assertThat(caller.run("trane")).isEqualTo(2);
        assertThat(caller.err()).contains("trane").contains("tessera help");
        assertThat(caller.out()).isEmpty();
    }

    @Test
    void noVerbIsWrongUsage() {
        assertThat(new CapturedCaller(folder).run()).isEqualTo(2);
    }

    @Test
    void anUnknownOptionIsWrongUsage() {
        var caller = new CapturedCaller(folder);
        assertThat(caller.run("tokenize", "--slot", "3")).isEqualTo(2);
        assertThat(caller.err()).contains("--slot").contains("tessera help tokenize");
    }

    @Test
    void aSizeThatCannotBeIsWrongUsageAndOneSentence() {
        var caller = new CapturedCaller(folder);
        assertThat(caller.run("tokenize", "--slots", "0")).isEqualTo(2);
        assertThat(caller.err()).isEqualToIgnoringNewLines("--slots must be at least 1, was 0");
    }

    @Test
    void aFolderWithoutAGraphFailsAndStaysAsItWas() {
        var caller = new CapturedCaller(folder);
        assertThat(caller.run("tokenize", "--data", "nowhere")).isEqualTo(1);
        assertThat(caller.err())
                .contains("no graph in " + folder.resolve("nowhere"))
                .contains("tessera import");
        assertThat(folder.resolve("nowhere")).doesNotExist();
    }

    @Test
    void problemsOfTheConfigurationAreAllToldAndNoTrace() throws IOException {
        Files.writeString(folder.resolve("my.yaml"), "http.port: many\nbolt.prot: 1\n");
        var caller = new CapturedCaller(folder);
        assertThat(caller.run("tokenize", "--config", "my.yaml")).isEqualTo(1);
        assertThat(caller.err())
                .contains("http.port = many", "Maybe bolt.port?")
                .doesNotContain("\tat ");
    }

    @Test
    void theTraceIsShownWhereItIsAskedFor() {
        var caller = new CapturedCaller(folder, Map.of("TESSERA_DEBUG", "1"), false);
        assertThat(caller.run("tokenize")).isEqualTo(1);
        assertThat(caller.err()).contains("\tat dev.tessera.server.command.OwnProcess");
    }

    @Test
    void cypherWithoutAnArgumentListsTheRecipes() {
        var caller = new CapturedCaller(folder);
        assertThat(caller.run("cypher")).isZero();
        assertThat(caller.out()).contains("items-sharing-tokens", "--param item=0", "the item to start from");
    }

    @Test
    void anUnknownRecipeIsWrongUsageAndNamesTheOthers() {
        var caller = new CapturedCaller(folder);
        assertThat(caller.run("cypher", "items-sharing")).isEqualTo(2);
        assertThat(caller.err()).contains("'items-sharing'").contains("items-sharing-tokens");
    }

    @Test
    void aParameterThatARecipeDoesNotHaveIsWrongUsage() {
        var caller = new CapturedCaller(folder);
        assertThat(caller.run("cypher", "items-sharing-tokens", "--param", "itm=3"))
                .isEqualTo(2);
        assertThat(caller.err()).contains("has the parameters item, and no 'itm'");
    }

    @Test
    void jsonAndCsvExcludeEachOther() {
        assertThat(new CapturedCaller(folder).run("cypher", "RETURN 1", "--json", "--csv"))
                .isEqualTo(2);
    }
}
