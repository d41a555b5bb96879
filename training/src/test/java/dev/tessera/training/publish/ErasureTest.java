package dev.tessera.training.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tessera.graphmodel.domain.Csr;
import dev.tessera.graphmodel.domain.IdIndex;
import dev.tessera.graphmodel.domain.ModelVersion;
import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.graphmodel.file.Durable;
import dev.tessera.graphmodel.fixture.Folders;
import dev.tessera.graphmodel.kernel.SparseMatrix;
import dev.tessera.training.TrainingException;
import dev.tessera.training.fixture.SameModel;
import dev.tessera.training.fixture.TrainedModels;
import dev.tessera.training.recommender.Factorised;
import dev.tessera.training.recommender.SparseItems;
import dev.tessera.training.recommender.TrainedUsers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions a and b, of which b was trained on what was read on Tuesday; user-17 is in both. */
class ErasureTest {
    private static final TrainedModels MODELS = TrainedModels.small();
    private static final Instant MONDAY = Instant.parse("2026-11-23T08:00:00Z");
    private static final Instant TUESDAY = Instant.parse("2026-11-24T08:00:00Z");
    private static final Instant WEDNESDAY = Instant.parse("2026-11-25T08:00:00Z");
    private static final TrainedModel A = MODELS.factorised("a");
    private static final TrainedModel B = MODELS.factorised("b").withDataAt(TUESDAY);
    private static final UserId ERASED = new UserId("user-17");

    @TempDir
    Path folder;

    private Artifacts artifacts;

    @BeforeEach
    void write_both() {
        artifacts = new Artifacts(folder);
        artifacts.write(A, PublicationListener.silent());
        artifacts.write(B, PublicationListener.silent());
    }

    private Path file(String version, String name) {
        return folder.resolve("models").resolve(version).resolve(name);
    }

    private static Factorised form(TrainedModel model) {
        return (Factorised) model.form();
    }

    private Factorised read(TrainedModel model) {
        return form(artifacts.read(model.version()));
    }

    /** Where it is in the header of a file, the id is followed by an escaped quote. */
    private List<Path> filesThatName(UserId user) throws IOException {
        return Folders.all(folder).stream()
                .filter(Files::isRegularFile)
                .filter(file -> contains(file, user.value() + "\\\""))
                .toList();
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everyone else has the row, the items and the final vector that they had, bit for bit. */
    private static void assertWithout(Factorised actual, Factorised before, UserId erased) {
        assertThat(actual.users().rowOf(erased)).isEqualTo(IdIndex.ABSENT);
        assertThat(actual.users().size()).isEqualTo(before.users().size() - 1);
        assertThat(actual.degrees()).isEqualTo(before.degrees());
        var vectors = TrainedUsers.vectors(actual);
        var vectorsBefore = TrainedUsers.vectors(before);
        for (UserId user : actual.users().ids()) {
            int row = actual.users().rowOf(user);
            int rowBefore = before.users().rowOf(user);
            assertThat(actual.base().row(row)).isEqualTo(before.base().row(rowBefore));
            assertThat(actual.trained().row(row)).isEqualTo(before.trained().row(rowBefore));
            assertThat(vectors.row(row)).isEqualTo(vectorsBefore.row(rowBefore));
        }
        assertThat(actual.embedding()).isEqualTo(before.embedding());
    }

    @Test
    void nothing_of_an_erased_user_is_left_in_any_version_and_everyone_else_is_scored_as_before() throws IOException {
        artifacts.setAside(B.version());
        assertThat(filesThatName(ERASED))
                .containsExactlyInAnyOrder(file("a", "users.safetensors"), file(".unknown-b", "users.safetensors"));

        artifacts.erase(ERASED);

        assertThat(filesThatName(ERASED)).isEmpty();
        assertWithout(read(A), form(A), ERASED);
        Durable.rename(folder.resolve("models/.unknown-b"), folder.resolve("models/b"));
        assertWithout(read(B), form(B), ERASED);
        assertThat(folder.resolve("models/a"))
                .isDirectoryContaining("glob:**/users-1.safetensors")
                .isDirectoryNotContaining("glob:**/users.safetensors");
    }

    @Test
    void erasing_one_after_another_leaves_one_file_and_all_others() throws IOException {
        for (int k = 0; k < 300; k += 7) {
            artifacts.erase(new UserId("user-" + k));
        }
        Factorised left = read(A);
        assertThat(left.users().ids())
                .isEqualTo(form(A).users().ids().stream()
                        .filter(id -> Integer.parseInt(id.value().substring(5)) % 7 != 0)
                        .toList());
        assertThat(left.degrees()).isEqualTo(form(A).degrees());
        try (var files = Files.list(folder.resolve("models/a"))) {
            assertThat(files.filter(f -> f.getFileName().toString().startsWith("users")))
                    .hasSize(1);
        }
    }

    @Test
    void a_user_who_is_in_no_model_changes_nothing() {
        artifacts.erase(new UserId("nobody"));
        SameModel.assertSame(artifacts.read(A.version()), A);
        assertThat(file("a", "users.safetensors")).exists();
    }

    @Test
    void a_model_of_neighbours_forgets_its_users_too() throws IOException {
        var f = form(A);
        var similarity = SparseMatrix.of(f.items().ids().stream()
                .map(i -> (SortedMap<Integer, Float>) new TreeMap<>(Map.of(0, 1f)))
                .toList());
        var form = new SparseItems(f.users(), f.trained(), f.items(), similarity);
        var model = new TrainedModel(
                new ModelVersion("knn"), A.kind(), A.identity(), MONDAY, 0, 0, List.of(), A.provenance(), form);
        artifacts.write(model, PublicationListener.silent());
        artifacts.erase(ERASED);
        var left = (SparseItems) artifacts.read(model.version()).form();
        assertThat(left.users().rowOf(ERASED)).isEqualTo(IdIndex.ABSENT);
        assertThat(left.similarity().values()).isEqualTo(similarity.values());
        assertThat(filesThatName(ERASED)).isEmpty();
    }

    @Test
    void a_model_that_was_trained_meanwhile_is_written_without_the_user() throws IOException {
        TrainedModel late = MODELS.factorised("c").withDataAt(TUESDAY);
        UserId erasedMeanwhile = form(late).users().idOf(5);
        artifacts.erased().add(erasedMeanwhile, WEDNESDAY);
        artifacts.erase(erasedMeanwhile);
        artifacts.write(late, PublicationListener.silent());
        assertThat(filesThatName(erasedMeanwhile)).isEmpty();
        assertWithout(read(late), form(late), erasedMeanwhile);
    }

    @Test
    void who_comes_back_is_in_the_models_that_were_trained_on_what_was_read_since() {
        artifacts.erased().add(ERASED, MONDAY);
        assertWithout(read(A), form(A), ERASED);
        SameModel.assertSame(artifacts.read(B.version()), B);
    }

    @Test
    void an_erasure_is_later_than_all_data_that_was_read_whatever_the_clock_says() {
        assertThat(artifacts.erasureAt(WEDNESDAY)).isEqualTo(WEDNESDAY);
        assertThat(artifacts.erasureAt(MONDAY))
                .as("there is an artifact of Tuesday")
                .isAfter(TUESDAY);
        artifacts.dataWasRead(WEDNESDAY); // by a training that goes on
        assertThat(artifacts.erasureAt(TUESDAY)).isAfter(WEDNESDAY);
    }

    @Test
    void an_erasure_is_later_than_every_backup_whatever_the_clock_says() {
        artifacts.backupIsMade(WEDNESDAY);
        artifacts.backupIsMade(TUESDAY);
        var another = new Artifacts(folder); // of a later process
        assertThat(another.erasureAt(TUESDAY)).isAfter(WEDNESDAY);
        assertThat(another.erasureAt(WEDNESDAY.plusSeconds(1))).isEqualTo(WEDNESDAY.plusSeconds(1));
    }

    @Test
    void an_artifact_from_a_backup_is_served_without_the_user_and_rewritten_at_the_next_start() throws IOException {
        Path backup = Folders.copy(folder.resolve("models"), folder.resolve("backup"));
        artifacts.erased().add(ERASED, WEDNESDAY);
        artifacts.erase(ERASED);
        Durable.delete(folder.resolve("models"));
        Durable.rename(backup, folder.resolve("models"));

        var again = new Artifacts(folder);
        assertWithout(form(again.read(B.version())), form(B), ERASED);
        again.finishErasures();
        assertThat(filesThatName(ERASED)).isEmpty();
        assertWithout(form(again.read(A.version())), form(A), ERASED);
    }

    @Test
    void what_a_killed_erasure_left_is_removed_at_the_next_start() throws IOException {
        artifacts.erased().add(ERASED, WEDNESDAY);
        Path before = file("a", "users.safetensors");
        byte[] old = Files.readAllBytes(before);
        artifacts.erase(ERASED);
        Files.write(before, old); // provenance.json names the new file
        Files.write(file("b", "users-9.safetensors"), old); // it names the old one
        Files.writeString(file("b", "provenance.json.new"), "{");

        new Artifacts(folder).finishErasures();

        assertThat(filesThatName(ERASED)).isEmpty();
        assertThat(file("b", "provenance.json.new")).doesNotExist();
        assertWithout(read(A), form(A), ERASED);
    }

    /** As artifacts were before degrees and the moment of the data were written. */
    @Test
    void an_artifact_of_before_is_read_and_keeps_its_degrees_when_a_user_is_erased() throws IOException {
        Path users = file("a", "users.safetensors");
        Safetensors whole = Safetensors.read(users);
        new Safetensors()
                .putStrings("users", whole.strings("users"))
                .put("trained.offsets", whole.integers("trained.offsets"))
                .put("trained.columns", whole.integers("trained.columns"))
                .put("base", whole.matrix("base"))
                .write(users);
        Path folderOfA = folder.resolve("models/a");
        ObjectNode node = ProvenanceFile.read(folderOfA);
        node.remove("dataAt");
        ProvenanceFile.addFile(node, users);
        ProvenanceFile.write(node, folderOfA);
        SameModel.assertSame(artifacts.read(A.version()), A);

        artifacts.erase(ERASED);
        assertWithout(read(A), form(A), ERASED);
        artifacts.erased().add(new UserId("user-18"), MONDAY);
        assertThat(read(A).users().rowOf(new UserId("user-18"))).isEqualTo(IdIndex.ABSENT);
    }

    @Test
    void a_damaged_artifact_is_named_and_the_others_are_done() throws IOException {
        byte[] bytes = Files.readAllBytes(file("a", "users.safetensors"));
        bytes[bytes.length / 2] ^= 1;
        Files.write(file("a", "users.safetensors"), bytes);
        assertThatThrownBy(() -> artifacts.erase(ERASED))
                .isInstanceOf(TrainingException.class)
                .hasMessageStartingWith(
                        "erased users may still be in artifacts that are damaged: a: users.safetensors has"
                                + " checksum")
                .hasMessageEndingWith("and start again");
        assertThat(filesThatName(ERASED)).containsExactly(file("a", "users.safetensors"));
        assertWithout(read(B), form(B), ERASED);
    }

    @Test
    void the_state_of_an_interrupted_training_goes_with_the_user() throws IOException {
        Path checkpoint = folder.resolve("training.checkpoint");
        Files.writeString(checkpoint, "a row for everyone");
        Files.writeString(folder.resolve("training.checkpoint.part"), "the same");
        artifacts.erase(ERASED);
        assertThat(checkpoint).doesNotExist();
        assertThat(folder.resolve("training.checkpoint.part")).doesNotExist();

        Files.writeString(checkpoint, "saved before the erasure, found after a kill");
        artifacts.finishErasures();
        assertThat(checkpoint).as("nobody is on the list").exists();
        artifacts.erased().add(ERASED, Instant.now().plusSeconds(1));
        artifacts.finishErasures();
        assertThat(checkpoint).doesNotExist();
    }

    @Test
    void degrees_do_not_follow_the_rows_that_are_left() {
        Csr trained = form(A).trained();
        int item = trained.row(0)[0];
        UserId first = form(A).users().idOf(0);
        artifacts.erase(first);
        assertThat(read(A).degrees()[item]).isEqualTo(trained.transpose().degree(item));
        assertThat(read(A).trained().transpose().degree(item))
                .isEqualTo(trained.transpose().degree(item) - 1);
    }
}
