package dev.tessera.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tessera.graphmodel.fixture.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a whole server, put together as {@code tessera serve} does it, leaves of a user whom it was told to delete. */
final class DeletedUserTest {
    /** No other file happens to have it in it. */
    private static final String USER = "marguerite-7d3f";

    private static final String DELETE = "mutation { deleteUser(id: \"" + USER + "\") { deleted } }";
    private static final String SOURCE = "{ recommendations(for: {userId: \"" + USER
            + "\"}, first: 1) { nodes { source } } user(id: \"" + USER + "\") { id } }";

    @TempDir
    private static Path folder;

    private static TinyStore store;

    @BeforeAll
    static void trainTwice() throws IOException {
        store = TinyStore.in(folder);
        var views = new StringBuilder("userId,itemId\n");
        for (int item = 0; item < 12; item++) {
            views.append(USER).append(',').append(2 * item).append('\n');
        }
        Files.writeString(folder.resolve("more.csv"), views);
        store.run("import", "more.csv");
        for (String model : List.of("lightgcn", "bpr")) {
            store.run("train", "--model", model, "--set", "epochs=3", "--set", "dimension=8");
        }
        store.run("backup", "before.tessera");
    }

    /** A server on a folder, until it is closed. */
    private record Served(Application application, GraphQlClient client) implements AutoCloseable {
        static Served on(Path data) {
            var config = TestConfig.of(data, Map.of("http.port", "0", "bolt.port", "off"));
            var application = Application.open(config, new CapturedCaller(data).caller());
            application.listen();
            return new Served(
                    application,
                    new GraphQlClient(
                            Objects.requireNonNull(ServerFile.read(data)).uri("")));
        }

        String source() {
            JsonNode data = client.data(SOURCE, Map.of());
            return data.at("/recommendations/nodes/0/source").asText()
                    + (data.path("user").isNull() ? "" : ", known");
        }

        @Override
        public void close() {
            client.close();
            application.close();
        }
    }

    /** {@return the files that have the user's id in them, but for those of the database} */
    private static List<Path> namingFiles(Path data) {
        return Folders.all(data).stream()
                .filter(Files::isRegularFile)
                .filter(file -> !file.startsWith(data.resolve("graph")))
                .filter(file -> text(file).contains(USER))
                .map(data::relativize)
                .toList();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void nothing_is_left_and_neither_a_rollback_nor_an_older_backup_brings_the_user_back() throws IOException {
        Path data = Folders.copy(store.data(), folder.resolve("whole"));
        assertThat(namingFiles(data)).hasSize(2);
        try (var server = Served.on(data)) {
            assertThat(server.source()).isEqualTo("MODEL, known");
            Files.writeString(data.resolve("training.checkpoint"), "a row of " + USER);
            assertThat(server.client()
                            .data(DELETE, Map.of())
                            .at("/deleteUser/deleted")
                            .asInt())
                    .isEqualTo(1);
            assertThat(namingFiles(data)).isEmpty();
            assertThat(server.source()).isEqualTo("FALLBACK_POPULAR");
            store.run("model", "rollback", "--data", data.toString());
            assertThat(server.source()).isEqualTo("FALLBACK_POPULAR");
        }
        store.run("restore", "before.tessera", "--replace", "--data", data.toString());
        requireGone(data);
        Path moved = folder.resolve("moved");
        store.run("restore", "before.tessera", "--data", "moved", "--erased-users", data.toString());
        requireGone(moved);
    }

    private static void requireGone(Path data) {
        assertThat(namingFiles(data)).isEmpty();
        try (var server = Served.on(data)) {
            assertThat(server.source()).isEqualTo("FALLBACK_POPULAR");
            store.run("model", "rollback", "--data", data.toString());
            assertThat(server.source()).isEqualTo("FALLBACK_POPULAR");
        }
    }

    @Test
    void a_damaged_version_is_named_all_else_is_done_and_its_repair_brings_nobody_back() throws IOException {
        Path data = Folders.copy(store.data(), folder.resolve("damaged"));
        Path inactive = namingFiles(data).getFirst(); // versions sort by time, and the newest is active
        String version = inactive.getParent().getFileName().toString();
        byte[] whole = Files.readAllBytes(data.resolve(inactive));
        byte[] broken = whole.clone();
        broken[broken.length / 2] ^= 1;
        try (var server = Served.on(data)) {
            Files.write(data.resolve(inactive), broken);
            JsonNode error = server.client().answer(DELETE, Map.of()).at("/errors/0");
            assertThat(error.at("/extensions/code").asText()).isEqualTo("CONFLICT");
            assertThat(error.get("message").asText())
                    .startsWith("the user is deleted and served no more")
                    .contains(version + ": users.safetensors has checksum")
                    .doesNotContain(USER);
            assertThat(namingFiles(data)).containsExactly(inactive);
            assertThat(server.source()).isEqualTo("FALLBACK_POPULAR");

            Files.write(data.resolve(inactive), whole);
            store.run("model", "activate", version, "--data", data.toString());
            assertThat(server.source())
                    .as("what is in a file is not what is served")
                    .isEqualTo("FALLBACK_POPULAR");
            assertThat(server.client()
                            .data(DELETE, Map.of())
                            .at("/deleteUser/deleted")
                            .asInt())
                    .as("there is nobody any more, and the repaired version is reached")
                    .isZero();
            assertThat(namingFiles(data)).isEmpty();
        }
    }
}
