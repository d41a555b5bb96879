package dev.tessera.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tessera.server.fixture.SmallDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A data folder on a disk that takes no changes: from the start, and from some moment on. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ReadOnlyFolderTest {
    @TempDir
    private Path folder;

    @Test
    void every_verb_that_opens_it_is_refused_in_a_line_that_names_it() throws Exception {
        try (var disk = SmallDisk.inMemory(folder.resolve("disk"), 512)) {
            Files.writeString(disk.folder().resolve("items.csv"), "itemId,title\ntea,Tea\n");
            var first = new CapturedCaller(disk.folder());
            assertThat(first.run("import", "items.csv")).as(first.err()).isZero();
            disk.readOnly();
            for (List<String> verb : List.of(
                    List.of("serve", "--port", "0", "--bolt-port", "off"),
                    List.of("import", "items.csv"),
                    List.of("tokenize"),
                    List.of("train", "--model", "popularity"),
                    List.of("model", "rollback"),
                    List.of("recommend", "--user", "ann"),
                    List.of("backup", folder.resolve("backup").toString()),
                    List.of("export", folder.resolve("export").toString()),
                    List.of("key", "create", "--name", "shop", "--role", "viewer"))) {
                var caller = new CapturedCaller(disk.folder());
                assertThat(caller.run(verb.toArray(String[]::new)))
                        .as(verb + caller.err())
                        .isEqualTo(ExitCode.FAILED);
                assertThat(caller.err().lines())
                        .as(verb.toString())
                        .singleElement(InstanceOfAssertFactories.STRING)
                        .contains(disk.folder().resolve("tessera-data").toString(), "Read-only file system")
                        .doesNotContain("unexpected");
            }
            disk.writable();
            assertThat(new CapturedCaller(disk.folder()).run("import", "items.csv"))
                    .isZero();
        }
    }

    @Tag("faults")
    @Test
    void a_disk_that_fails_under_a_server_leaves_the_answers_and_what_was_acknowledged() throws Exception {
        Path image = folder.resolve("image");
        try (var disk = SmallDisk.ofFile(folder.resolve("disk"), image, 1_024)) {
            TinyStore store = TinyStore.in(disk.folder());
            try (var server = ServerProcess.start(store.data())) {
                assertThat(server.ask(record("before"))
                                .at("/data/recordInteractions/accepted")
                                .asInt())
                        .isEqualTo(1);
                JsonNode answer = server.ask(QUESTION);
                disk.fail();
                assertThat(server.code(record("after"))).isEqualTo("READ_ONLY");
                assertThat(server.code(record("later"))).isEqualTo("READ_ONLY");
                assertThat(server.code("mutation { deleteUser(id: \"3\") { deleted } }"))
                        .isEqualTo("READ_ONLY");
                assertThat(server.code("mutation { rollbackModel { model { version } } }"))
                        .isIn("READ_ONLY", "CONFLICT");
                JsonNode health = server.health();
                assertThat(health.get("status").asText()).isEqualTo("degraded");
                assertThat(health.at("/reasons/0").asText()).contains("start the server again");
                assertThat(server.ask(QUESTION)).isEqualTo(answer);
                assertThat(server.terminate()).isEqualTo(ServerProcess.TERMINATED);
            }
            disk.mend(image);
            try (var server = ServerProcess.start(store.data())) {
                assertThat(server.ask("{ user(id: \"ann\") { history { nodes { id } } } }")
                                .at("/data/user/history/nodes")
                                .findValuesAsText("id"))
                        .containsExactly("before");
                assertThat(server.health().get("status").asText()).isEqualTo("ready");
                assertThat(server.ask(record("again"))
                                .at("/data/recordInteractions/accepted")
                                .asInt())
                        .isEqualTo(1);
            }
        }
    }

    private static final String QUESTION =
            "{ recommendations(for: {userId: \"3\"}, first: 5) { nodes { item { id } score } } }";

    private static String record(String key) {
        return "mutation { recordInteractions(input: [{userId: \"ann\", itemId: \"1\", idempotencyKey: \"" + key
                + "\"}]) { accepted } }";
    }
}
