package dev.tessera.server.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tessera.graphmodel.domain.ModelVersion;
import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.graphmodel.file.Durable;
import dev.tessera.graphmodel.fixture.Child;
import dev.tessera.graphmodel.fixture.Folders;
import dev.tessera.graphmodel.fixture.GraphContent;
import dev.tessera.graphmodel.store.EmbeddedGraph;
import dev.tessera.graphmodel.store.FolderLock;
import dev.tessera.graphmodel.store.GraphConfig;
import dev.tessera.graphmodel.store.Row;
import dev.tessera.training.publish.Artifacts;
import dev.tessera.training.publish.ErasedUsers;
import dev.tessera.training.recommender.Factorised;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a backup holds, and that a restoration is whole or changes nothing. */
final class RestoreTest {
    private static final UserId ERASED = new UserId("7");

    @TempDir
    private static Path folder;

    private static TinyStore store;
    private static Path backup;
    private static GraphContent content;

    @BeforeAll
    static void backUp() throws IOException {
        store = TinyStore.in(folder);
        Files.writeString(store.data().resolve("bolt.password"), "a-password-of-bolt");
        Files.writeString(store.data().resolve("cursor.key"), "a-key-of-32-bytes-for-cursors...");
        store.run("backup", "tiny.tessera");
        backup = folder.resolve("tiny.tessera");
        content = content(store.data());
    }

    private static GraphContent content(Path data) {
        try (var graph = EmbeddedGraph.open(GraphConfig.of(data))) {
            return GraphContent.of(graph);
        }
    }

    /** {@return each file's checksum, but for the audit log's, which also has what was refused} */
    private static Map<String, String> files(Path data) throws IOException {
        Map<String, String> files = new TreeMap<>();
        for (Path path : Folders.all(data)) {
            files.put(data.relativize(path).toString(), Files.isRegularFile(path) ? Durable.sha256(path) : "folder");
        }
        files.remove("audit.log");
        return files;
    }

    /** A data folder whose graph is another one. */
    private static Path otherFolder(String name) throws IOException {
        Files.writeString(folder.resolve("other.csv"), "itemId,title\nother,Other\n");
        store.run("import", "other.csv", "--data", name);
        return folder.resolve(name);
    }

    private static Path rewritten(String name, UnaryOperator<String> manifest, Map<String, String> more)
            throws IOException {
        Path file = folder.resolve(name);
        try (var from = new ZipFile(backup.toFile());
                var to = new ZipOutputStream(Files.newOutputStream(file))) {
            for (ZipEntry entry : from.stream().map(ZipEntry.class::cast).toList()) {
                byte[] bytes = from.getInputStream(entry).readAllBytes();
                to.putNextEntry(new ZipEntry(entry.getName()));
                to.write(
                        entry.getName().equals("manifest.json")
                                ? manifest.apply(new String(bytes, UTF_8)).getBytes(UTF_8)
                                : bytes);
            }
            for (Map.Entry<String, String> entry : more.entrySet()) {
                to.putNextEntry(new ZipEntry(entry.getKey()));
                to.write(entry.getValue().getBytes(UTF_8));
            }
        }
        return file;
    }

    @Test
    void it_holds_graph_and_models_and_no_secret() throws IOException {
        List<String> names = new ArrayList<>();
        try (var zip = new ZipFile(backup.toFile())) {
            for (ZipEntry entry : zip.stream().map(ZipEntry.class::cast).toList()) {
                names.add(entry.getName());
                String bytes = new String(zip.getInputStream(entry).readAllBytes(), UTF_8);
                assertThat(bytes).doesNotContain("a-password-of-bolt", "a-key-of-32-bytes");
            }
        }
        assertThat(names)
                .allMatch(name -> name.matches("manifest\\.json|graph/data/(databases|transactions)/neo4j/.*"
                        + "|models/[^./]+/[^./]+\\.(json|safetensors)"))
                .anyMatch(name -> name.startsWith("models/"))
                .contains("manifest.json");
        assertThat(store.data())
                .isDirectoryNotContaining(path -> path.getFileName().toString().startsWith(".copy"));
    }

    @Test
    void the_file_is_never_overwritten() {
        assertThat(store.refused("backup", "tiny.tessera")).contains("is there already");
        assertThat(folder.resolve("tiny.tessera.part")).doesNotExist();
    }

    @Test
    void what_a_killed_backup_left_goes_and_without_room_for_a_copy_none_is_begun() throws IOException {
        Path data = Folders.copy(store.data(), folder.resolve("crowded"));
        Path left = Files.createDirectories(data.resolve(".copy-1-left/graph"));
        store.run("backup", "crowded.tessera", "--data", "crowded");
        assertThat(left.getParent()).doesNotExist();

        long free = data.toFile().getUsableSpace() >> 20;
        Files.writeString(data.resolve("tessera.yaml"), "limits: {diskFreeMegabytes: " + free + "}\n");
        for (String verb : List.of("backup", "export")) {
            assertThat(store.refused(verb, "never-made", "--data", "crowded"))
                    .contains("MB left", "limits.diskFreeMegabytes");
            assertThat(folder.resolve("never-made")).doesNotExist();
        }
        assertThat(data)
                .isDirectoryNotContaining(p -> p.getFileName().toString().startsWith(".copy"));
    }

    @Test
    void a_file_with_a_fault_is_refused_and_nothing_is_touched() throws IOException {
        Path data = otherFolder("faulty");
        Map<String, String> before = files(data);
        byte[] bytes = Files.readAllBytes(backup);
        List<Path> faulty = new ArrayList<>();
        for (int position : inLargestFiles(bytes)) {
            byte[] flipped = bytes.clone();
            flipped[position] ^= 0x10;
            faulty.add(Files.write(folder.resolve("flipped-" + position), flipped));
        }
        faulty.add(Files.write(folder.resolve("cut"), Arrays.copyOf(bytes, bytes.length / 2)));
        faulty.add(Files.write(folder.resolve("cut-at-the-end"), Arrays.copyOf(bytes, bytes.length - 1)));
        faulty.add(Files.writeString(folder.resolve("text"), "no backup"));
        faulty.add(Files.createFile(folder.resolve("empty")));
        faulty.add(rewritten("unnamed", text -> text, Map.of("graph/more", "x")));
        faulty.add(rewritten("escaping", text -> text.replaceFirst("\"graph/[^\"]+\"", "\"graph/../../x\""), Map.of()));
        faulty.add(folder.resolve("missing"));
        for (Path file : faulty) {
            String reason = store.refused("restore", file.toString(), "--replace", "--data", "faulty");
            assertThat(reason).as(file.toString()).contains(file.toString()).doesNotContain("unexpected failure");
            store.refused("restore", file.toString(), "--data", "never-made");
        }
        assertThat(files(data)).isEqualTo(before);
        assertThat(folder.resolve("never-made")).doesNotExist();
    }

    /** {@return where the packed content of the manifest and of the three largest files is} */
    private static List<Integer> inLargestFiles(byte[] bytes) throws IOException {
        String text = new String(bytes, ISO_8859_1);
        try (var zip = new ZipFile(backup.toFile())) {
            List<Integer> positions = new ArrayList<>();
            zip.stream()
                    .sorted(Comparator.comparing(ZipEntry::getCompressedSize).reversed())
                    .filter(entry -> entry.getName().equals("manifest.json") || positions.size() < 3)
                    .forEach(entry -> positions.add(text.indexOf(entry.getName())
                            + entry.getName().length()
                            + (int) (entry.getCompressedSize() / 2)));
            return positions;
        }
    }

    @Test
    void a_newer_format_and_a_newer_graph_are_refused_by_name() throws IOException {
        Path format = rewritten("format", t -> t.replaceFirst("\"format\" : 1", "\"format\" : 2"), Map.of());
        assertThat(store.refused("restore", format.toString(), "--data", "never-made"))
                .contains("it has format 2", "reads formats up to 1", "newer version");
        Path graph = rewritten(
                "migration",
                t -> t.replaceFirst("\"migration\" : \"[^\"]+", "\"migration\" : \"V9999__later"),
                Map.of());
        assertThat(store.refused("restore", graph.toString(), "--data", "never-made"))
                .contains("V9999__later", "knows migrations up to V00", "newer version");
        assertThat(folder.resolve("never-made")).doesNotExist();
    }

    @Test
    void a_folder_with_a_graph_is_replaced_only_when_told_and_only_its_graph_and_models() throws IOException {
        Path data = otherFolder("replaced");
        Files.writeString(data.resolve("tessera.yaml"), "# its own\n");
        Files.writeString(data.resolve("bolt.password"), "its-own");
        Map<String, String> before = files(data);
        assertThat(store.refused("restore", "tiny.tessera", "--data", "replaced"))
                .contains("--replace");
        FolderLock held = FolderLock.take(data);
        assertThat(store.refused("restore", "tiny.tessera", "--replace", "--data", "replaced"))
                .contains("in use by process");
        held.close();
        Files.delete(data.resolve("tessera.lock"));
        before.remove("tessera.lock");
        assertThat(files(data)).isEqualTo(before);

        store.run("restore", "tiny.tessera", "--replace", "--data", "replaced");
        assertThat(data.resolve("bolt.password")).hasContent("its-own");
        assertThat(data.resolve("tessera.yaml")).hasContent("# its own");
        assertThat(data)
                .isDirectoryNotContaining(p -> p.getFileName().toString().startsWith("."));
        assertThat(content(data)).isEqualTo(content);
        assertThat(store.run("recommend", "--user", "3", "--explain", "--data", "replaced"))
                .isEqualTo(store.run("recommend", "--user", "3", "--explain"));
    }

    @Test
    void a_kill_as_soon_as_all_is_ready_leaves_the_restored_graph() throws IOException {
        Path data = Files.createDirectories(folder.resolve("killed"));
        try (Child child = Child.start(Main.class, "restore", "--data", data, backup)) {
            while (!Files.exists(data.resolve(".replacement/ready"))) {
                Thread.onSpinWait();
            }
            ProcessHandle.of(child.pid()).ifPresent(ProcessHandle::destroyForcibly);
            child.awaitExit();
        }
        assertThat(content(data)).isEqualTo(content);
        assertThat(data.resolve(".replacement")).doesNotExist();
        var artifacts = new Artifacts(data);
        assertThat(artifacts.versions()).hasSize(1).allSatisfy(artifacts::read);
    }

    @Test
    void who_was_erased_since_is_not_brought_back() throws IOException {
        Path data = Folders.copy(store.data(), folder.resolve("erasing"));
        ErasedUsers.open(data).add(ERASED, Instant.now());

        assertThat(store.run("restore", "tiny.tessera", "--replace", "--data", "erasing"))
                .contains("without 1 users erased since");
        requireGone(data);

        assertThat(store.run("restore", "tiny.tessera", "--data", "moved", "--erased-users", "erasing"))
                .contains("without 1 users erased since");
        requireGone(folder.resolve("moved"));
        assertThat(ErasedUsers.open(folder.resolve("moved")).isErasedSince(ERASED, Instant.EPOCH))
                .isTrue();
        assertThat(store.refused(
                        "restore", "tiny.tessera", "--replace", "--data", "moved", "--erased-users", "erasing"))
                .contains("has a list of erased users of its own");

        assertThat(store.run("restore", "tiny.tessera", "--data", "unknowing")).contains("no list of erased users");
        assertThat(content(folder.resolve("unknowing"))).isEqualTo(content);
    }

    private static void requireGone(Path data) {
        try (var graph = EmbeddedGraph.open(GraphConfig.of(data))) {
            List<Row> users = graph.read(tx -> tx.run("user_ids"));
            assertThat(users).extracting(row -> row.string("user")).hasSize(39).doesNotContain(ERASED.value());
        }
        var artifacts = new Artifacts(data, ErasedUsers.open(folder)); // with nobody on the list: what is in the files
        ModelVersion version = artifacts.versions().getFirst();
        var form = (Factorised) artifacts.read(version).form();
        assertThat(form.users().ids()).hasSize(39).doesNotContain(ERASED);
    }
}
