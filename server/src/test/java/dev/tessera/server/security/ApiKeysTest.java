package dev.tessera.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tessera.server.security.Access.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiKeysTest {
    private static final Duration NOTICED = Duration.ofMillis(300);

    @TempDir
    private Path data;

    private ApiKeys keys;

    @BeforeEach
    void open() {
        keys = new ApiKeys(data, Clock.systemUTC());
    }

    private static boolean admits(Access access, String key) {
        return access.enter(null, key) instanceof Entry.Admitted;
    }

    @Test
    void only_a_hash_is_kept_where_only_its_owner_can_read() throws IOException {
        ApiKeys.Created made = keys.create("the shop", Role.EDITOR);
        Path file = data.resolve("api-keys");
        assertThat(made.secret()).startsWith(ApiKeys.PREFIX).hasSize(ApiKeys.PREFIX.length() + 43);
        assertThat(Files.readString(file))
                .contains(made.key().id(), "\"the shop\"", "\"editor\"")
                .doesNotContain(made.secret().substring(ApiKeys.PREFIX.length()));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(made.toString()).doesNotContain(made.secret());
        assertThat(new ApiKeys(data, Clock.systemUTC()).list()).containsExactly(made.key());
    }

    @Test
    void a_key_lets_in_by_its_own_role_and_name_only() {
        ApiKeys.Created made = keys.create("the shop", Role.EDITOR);
        Access access = Access.to(data, null);
        assertThat(access.enter("Bearer " + made.secret(), null))
                .isEqualTo(
                        new Entry.Admitted(new Principal("key:" + made.key().id(), "the shop", Set.of(Role.EDITOR))));
        assertThat(admits(access, made.secret().toLowerCase())).isFalse();
        assertThat(admits(access, made.key().hash())).isFalse();
        assertThat(admits(access, made.key().id())).isFalse();
        assertThat(admits(access, "")).isFalse();
    }

    @Test
    void without_a_file_everyone_may_all() {
        assertThat(Access.to(data, null).enter(null, null)).isEqualTo(new Entry.Admitted(Principal.anyone()));
        assertThat(Principal.anyone().may(Role.ADMIN)).isTrue();
    }

    @Test
    void a_server_notices_what_happens_to_its_keys_and_never_falls_open() throws Exception {
        Access access = Access.to(data, null);
        assertThat(access.isGuarded()).isFalse();
        ApiKeys.Created first = keys.create("first", Role.VIEWER);
        Thread.sleep(NOTICED);
        assertThat(access.enter(null, null)).isInstanceOf(Entry.Refused.class);
        assertThat(admits(access, first.secret())).isTrue();
        ApiKeys.Created second = keys.create("second", Role.VIEWER);
        assertThat(keys.revoke(first.key().id())).isEqualTo(1);
        Thread.sleep(NOTICED);
        assertThat(admits(access, first.secret())).isFalse();
        assertThat(admits(access, second.secret())).isTrue();
        assertThat(keys.revoke(second.key().id())).isZero();
        Thread.sleep(NOTICED);
        assertThat(access.enter(null, null)).isInstanceOf(Entry.Refused.class);
        assertThat(Access.to(data, null).enter(null, null)).isInstanceOf(Entry.Refused.class);
        Files.delete(data.resolve("api-keys"));
        Thread.sleep(NOTICED);
        assertThat(access.enter(null, null)).isInstanceOf(Entry.Refused.class);
    }

    @Test
    void a_damaged_file_is_told_at_the_start_and_lets_nobody_in_later() throws Exception {
        ApiKeys.Created made = keys.create("first", Role.VIEWER);
        Access access = Access.to(data, null);
        Path file = data.resolve("api-keys");
        Files.writeString(file, Files.readString(file) + "{\"id\": \"me\", \"role\": \"admin\", \"hash\": \"\"}\n");
        Thread.sleep(NOTICED);
        assertThat(admits(access, made.secret())).isFalse();
        assertThatExceptionOfType(AccessException.class)
                .isThrownBy(() -> Access.to(data, null))
                .withMessageContaining(file + ", line 2");
    }

    @Test
    void what_is_no_key_or_no_name_is_refused_and_a_given_key_is_taken_once() {
        String given = "0123456789abcdef0123456789abcdef";
        assertThat(admits(accessWith(given), given)).isTrue();
        for (String bad :
                List.of("short", "with spaces in the middle of its thirty characters", "\u00e9".repeat(40), given)) {
            assertThatIllegalArgumentException().isThrownBy(() -> keys.create("x", Role.ADMIN, bad));
        }
        for (String bad : List.of("", " ", "two\nlines", "x".repeat(101))) {
            assertThatIllegalArgumentException().isThrownBy(() -> keys.create(bad, Role.ADMIN));
        }
        assertThat(keys.list()).hasSize(1);
    }

    private Access accessWith(String given) {
        keys.create("given", Role.ADMIN, given);
        return Access.to(data, null);
    }

    @Test
    void roles_include_each_other_as_the_table_says() {
        assertThat(List.of(Role.values())).allMatch(r -> r.includes(Role.VIEWER) && Role.ADMIN.includes(r));
        assertThat(Role.ANALYST.includes(Role.EDITOR)).isFalse();
        assertThat(Role.EDITOR.includes(Role.ANALYST)).isFalse();
        assertThat(Role.VIEWER.includes(Role.ANALYST)).isFalse();
        assertThat(Role.EDITOR.includes(Role.ADMIN)).isFalse();
        assertThat(new Principal("x", "x", Set.of()).may(Role.VIEWER)).isFalse();
    }
}
