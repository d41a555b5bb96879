package dev.tessera.training.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.training.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErasedUsersTest {
    private static final UserId ANNA = new UserId("anna");
    private static final UserId BERT = new UserId("b\u00e9rt");
    private static final Instant MONDAY = Instant.parse("2026-11-23T08:00:00Z");
    private static final Instant TUESDAY = Instant.parse("2026-11-24T08:00:00.000000001Z");
    private static final Instant WEDNESDAY = Instant.parse("2026-11-25T08:00:00Z");

    @TempDir
    Path folder;

    private Path list() {
        return folder.resolve("erased-users");
    }

    @Test
    void what_was_read_before_an_erasure_must_be_forgotten_and_what_was_read_after_it_not() {
        var erased = ErasedUsers.open(folder);
        erased.add(ANNA, TUESDAY);

        assertThat(erased.isErasedSince(ANNA, MONDAY)).isTrue();
        assertThat(erased.isErasedSince(ANNA, TUESDAY.minusNanos(1))).isTrue();
        assertThat(erased.isErasedSince(ANNA, TUESDAY)).isFalse();
        assertThat(erased.isErasedSince(ANNA, WEDNESDAY)).isFalse();
        assertThat(erased.isErasedSince(BERT, MONDAY)).isFalse();
        assertThat(erased.isAnyErasedSince(MONDAY)).isTrue();
        assertThat(erased.isAnyErasedSince(TUESDAY)).isFalse();
    }

    @Test
    void who_comes_back_and_is_erased_again_is_erased_since_the_second_time() {
        var erased = ErasedUsers.open(folder);
        erased.add(ANNA, MONDAY);
        erased.add(ANNA, WEDNESDAY);
        erased.add(ANNA, TUESDAY);
        assertThat(erased.isErasedSince(ANNA, TUESDAY)).isTrue();
        assertThat(ErasedUsers.open(folder).isErasedSince(ANNA, TUESDAY)).isTrue();
    }

    @Test
    void it_is_on_the_disk_without_saying_who() throws IOException {
        ErasedUsers.open(folder).add(ANNA, MONDAY);
        ErasedUsers.open(folder).add(BERT, TUESDAY);

        var again = ErasedUsers.open(folder);
        assertThat(again.isErasedSince(ANNA, Instant.EPOCH)).isTrue();
        assertThat(again.isErasedSince(BERT, MONDAY)).isTrue();
        assertThat(Files.readString(list()))
                .matches("[0-9a-f]{64} 2026-11-23T08:00:00Z\n[0-9a-f]{64} 2026-11-24T08:00:00.000000001Z\n");
        Path key = folder.resolve("erased-users.key");
        for (Path file : List.of(key, list())) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void the_same_id_has_another_hash_under_another_key() throws IOException {
        ErasedUsers.open(folder).add(ANNA, MONDAY);
        Path other = Files.createDirectory(folder.resolve("other"));
        ErasedUsers.open(other).add(ANNA, MONDAY);
        assertThat(Files.readString(other.resolve("erased-users"))).isNotEqualTo(Files.readString(list()));
    }

    @Test
    void an_empty_list_writes_nothing() {
        assertThat(ErasedUsers.open(folder).isErasedSince(ANNA, Instant.MIN)).isFalse();
        assertThat(folder).isEmptyDirectory();
    }

    /** Wherever a kill cut the second line, the first counts and the next goes where the second began. */
    @Test
    void a_line_that_was_cut_short_does_not_count_and_does_not_spoil_the_next() throws IOException {
        var erased = ErasedUsers.open(folder);
        erased.add(ANNA, MONDAY);
        byte[] one = Files.readAllBytes(list());
        erased.add(BERT, TUESDAY);
        byte[] two = Files.readAllBytes(list());
        for (int length = one.length; length < two.length; length++) {
            Files.write(list(), Arrays.copyOf(two, length));
            var cut = ErasedUsers.open(folder);
            assertThat(cut.isErasedSince(ANNA, Instant.EPOCH)).isTrue();
            assertThat(cut.isErasedSince(BERT, Instant.EPOCH)).isFalse();
            cut.add(BERT, TUESDAY);
            assertThat(Files.readAllBytes(list())).isEqualTo(two);
        }
    }

    @Test
    void bytes_that_a_crash_left_in_place_of_the_last_line_do_not_count() throws IOException {
        ErasedUsers.open(folder).add(ANNA, MONDAY);
        byte[] one = Files.readAllBytes(list());
        byte[] longer = Arrays.copyOf(one, one.length + 50);
        longer[one.length + 20] = (byte) 0xff;
        longer[one.length + 49] = '\n';
        Files.write(list(), longer);
        var erased = ErasedUsers.open(folder);
        assertThat(erased.isErasedSince(ANNA, Instant.EPOCH)).isTrue();
        erased.add(BERT, TUESDAY);
        assertThat(ErasedUsers.open(folder).isErasedSince(BERT, MONDAY)).isTrue();
    }

    @Test
    void a_damaged_list_is_refused_with_what_to_do() throws IOException {
        var erased = ErasedUsers.open(folder);
        erased.add(ANNA, MONDAY);
        erased.add(BERT, TUESDAY);
        List<String> lines = Files.readAllLines(list());
        Files.writeString(list(), lines.get(0).replace(' ', 'x') + "\n" + lines.get(1) + "\n");
        assertThatThrownBy(() -> ErasedUsers.open(folder))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("is damaged")
                .hasMessageEndingWith("Put it and its key back as they were: without them a restored backup would bring"
                        + " erased users back");
    }

    @Test
    void a_list_without_its_key_is_refused() throws IOException {
        ErasedUsers.open(folder).add(ANNA, MONDAY);
        Files.delete(folder.resolve("erased-users.key"));
        assertThatThrownBy(() -> ErasedUsers.open(folder))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("erased-users.key");
        Files.writeString(folder.resolve("erased-users.key"), "abcd");
        assertThatThrownBy(() -> ErasedUsers.open(folder)).hasMessageContaining("a key of 2 bytes instead of 32");
    }
}
