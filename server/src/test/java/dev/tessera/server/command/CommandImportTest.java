package dev.tessera.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tessera.graphmodel.fixture.Pictures;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.ingest.IngestProgress;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.server.live.DiskRoom;
import dev.tessera.server.live.ReadOnlyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code import}, on a server's graph. */
@ExtendWith(SharedGraph.class)
final class CommandImportTest {
    @TempDir
    Path folder;

    private Graph graph;

    @BeforeEach
    void twoFiles(Graph shared) throws IOException {
        graph = shared;
        SharedGraph.empty(graph);
        Files.writeString(folder.resolve("items.csv"), "itemId,title\ntea,Tea\n");
        Files.writeString(folder.resolve("views.csv"), "userId,itemId,kind\nann,tea,view\nbob,tea,view\n,tea,view\n");
    }

    @Test
    void filesAreFoundFromTheCallersFolderAndCountsAndRejectedRowsAreTold() {
        var caller = new CapturedCaller(folder);
        assertThat(run(caller, "import", "items.csv", "views.csv"))
                .as(caller.err())
                .isZero();
        assertThat(caller.out())
                .contains("users           2 new", "items           1 new", "interactions    2 new")
                .contains("rows left out: 1", folder.resolve("views.csv") + ":4: ");
        assertThat(users()).isEqualTo(2);
    }

    @Test
    void aValidationWritesNothing() {
        var caller = new CapturedCaller(folder);
        assertThat(run(caller, "import", "items.csv", "views.csv", "--validate"))
                .as(caller.err())
                .isZero();
        assertThat(caller.out()).startsWith("Nothing was written").contains("users           2 new");
        assertThat(users()).isZero();
    }

    @Test
    void aValidationWhereNoStoreIsMakesNone() {
        var caller = new CapturedCaller(folder);
        assertThat(caller.run("import", "items.csv", "views.csv", "--validate"))
                .as(caller.err())
                .isZero();
        assertThat(caller.out())
                .startsWith("Nothing was written")
                .contains("users           2 new", "rows left out: 1");
        assertThat(folder.resolve("tessera-data")).doesNotExist();
    }

    @Test
    void progressGoesToStandardError() {
        var caller = new CapturedCaller(folder, Map.of(), true);
        run(caller, "import", "items.csv", "views.csv");
        assertThat(caller.err()).contains("reading [", "interactions [", "100%").doesNotContain("Imported");
    }

    @Test
    void aFileThatCannotBeReadFailsInOneSentenceAndChangesNothing() throws IOException {
        Files.writeString(folder.resolve("none.csv"), "");
        for (String file : List.of("none.csv", "absent.csv", "views.doc")) {
            var caller = new CapturedCaller(folder);
            assertThat(run(caller, "import", file, "items.csv", "views.csv")).isEqualTo(1);
            assertThat(caller.err()).contains(file).doesNotContain("\tat ", "unexpected");
        }
        assertThat(users()).isZero();
    }

    @Test
    void titlesAndAFolderOfPicturesAreEnoughForTokens() throws IOException {
        Path pictures = Files.createDirectory(folder.resolve("pictures"));
        Files.writeString(folder.resolve("items.csv"), "itemId,title\ntea,Green tea\npot,Tea pot\ncup,Red cup\n");
        Files.write(pictures.resolve("tea.png"), Pictures.png(Pictures.number(1)));
        Files.write(pictures.resolve("cup.jpg"), Pictures.bytes(Pictures.number(2), "jpg"));
        Files.write(pictures.resolve("jug.png"), Pictures.png(Pictures.number(3)));
        var caller = new CapturedCaller(folder);
        assertThat(run(caller, "import", "items.csv", "pictures"))
                .as(caller.err())
                .isZero();
        assertThat(caller.out())
                .contains("pictures        2 new", "rows left out: 1")
                .contains(pictures.resolve("jug.png") + ": 'jug': unknown item");

        var tokenizing = new CapturedCaller(folder);
        assertThat(run(tokenizing, "tokenize", "--codes", "2"))
                .as(tokenizing.err())
                .isZero();
        assertThat(tokenizing.out())
                .contains("text features of 3 items made by built-in/text/1/")
                .contains("image features of 2 items made by built-in/image/1/")
                .contains("32 tokens on 3 items");
    }

    @Test
    void withoutRoomOnTheDiskNothingIsImportedTokenizedOrTrainedAndTheMessageSaysHowMuchIsMissing() throws IOException {
        Files.writeString(folder.resolve("views.csv"), "userId,itemId\nann,tea\n");
        Map<String, String> settings = Map.of("limits.diskFreeMegabytes", "1000000000");
        for (List<String> verb : List.of(
                List.of("import", "views.csv"), List.of("tokenize"), List.of("train", "--model", "popularity"))) {
            var caller = new CapturedCaller(folder);
            var workspace = Workspace.opened(TestConfig.of(folder, settings), graph, caller.caller());
            assertThat(Verbs.run(verb, new InServer(workspace))).isEqualTo(ExitCode.FAILED);
            assertThat(caller.err())
                    .matches("the disk of the data folder has [0-9]+ MB left, less than 1000000000"
                            + " \\(limits.diskFreeMegabytes\\).*\n");
        }
        assertThat(users()).isZero();
        var caller = new CapturedCaller(folder);
        var workspace = Workspace.opened(TestConfig.of(folder, settings), graph, caller.caller());
        assertThat(Verbs.run(List.of("import", "--validate", "views.csv"), new InServer(workspace)))
                .as("to look needs no room: " + caller.err())
                .isZero();
    }

    @Test
    void anImportThatFillsTheDiskEndsBetweenTwoBatches() {
        var room = new ImportRoom(new DiskRoom(folder, 1_000_000_000), IngestProgress.silent());
        room.at(IngestProgress.Phase.READING, 0, 10);
        room.at(IngestProgress.Phase.COMPARING, 0, 10);
        assertThatThrownBy(() -> room.at(IngestProgress.Phase.USERS, 0, 10)).isInstanceOf(ReadOnlyException.class);
        assertThatThrownBy(() -> room.at(IngestProgress.Phase.INTERACTIONS, 9, 10))
                .isInstanceOf(ReadOnlyException.class);
        room.at(IngestProgress.Phase.INTERACTIONS, 10, 10);
    }

    @Test
    void noFileAtAllIsWrongUsage() {
        assertThat(run(new CapturedCaller(folder), "import")).isEqualTo(2);
    }

    private int run(CapturedCaller caller, String... args) {
        return Verbs.run(List.of(args), new InServer(Workspace.opened(TestConfig.of(folder), graph, caller.caller())));
    }

    private long users() {
        return graph.read(tx -> tx.run(SharedGraph.cypher("MATCH (u:User) RETURN count(u) AS users"), Map.of()))
                .getFirst()
                .integer("users");
    }
}
