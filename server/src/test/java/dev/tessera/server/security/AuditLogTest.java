package dev.tessera.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tessera.server.fixture.TestServer;
import dev.tessera.server.security.AuditLog.Act;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes without end is counted, not written without end. */
class AuditLogTest {
    private static final Act TURNED_AWAY = new Act("enter", null, "UNAUTHENTICATED: the key is not known");

    @TempDir
    private Path data;

    private List<String> lines() throws IOException {
        return Files.readAllLines(data.resolve("audit.log")).stream()
                .map(TestServer::parse)
                .map(line -> line.get("from").asText() + " " + line.get("what").asText() + " "
                        + line.get("target").asText() + " "
                        + line.get("outcome").asText())
                .toList();
    }

    private static Requester from(int address) {
        return Requester.unknown("192.0.2." + address);
    }

    @Test
    void ofOneWhoTriesAgainAndAgainThereIsOneLineAndThenHowMany() throws IOException {
        var log = new AuditLog(data, Clock.systemUTC());
        for (int k = 0; k < 1_000; k++) {
            log.addRefused(from(1), TURNED_AWAY);
        }
        log.addRefused(from(2), TURNED_AWAY);
        assertThat(lines())
                .containsExactly(
                        "192.0.2.1 enter null UNAUTHENTICATED: the key is not known",
                        "192.0.2.2 enter null UNAUTHENTICATED: the key is not known");
        log.flush();
        assertThat(lines())
                .hasSize(3)
                .last()
                .isEqualTo("192.0.2.1 enter null UNAUTHENTICATED: the key is not known, 999 more within a minute");
        log.addRefused(from(1), TURNED_AWAY);
        assertThat(lines()).as("a new minute").hasSize(4);
    }

    @Test
    void theCountIsWrittenByItselfAtTheEndOfTheMinute() throws Exception {
        var log = new AuditLog(data, Clock.systemUTC(), Duration.ofMillis(200));
        log.addRefused(from(1), TURNED_AWAY);
        log.addRefused(from(1), TURNED_AWAY);
        while (lines().size() < 2) {
            Thread.sleep(20);
        }
        assertThat(lines().getLast()).endsWith(", 1 more within a minute");
    }

    @Test
    void aCountThatCannotBeWrittenIsLostAndTheNextActIsWrittenAgain() throws IOException {
        var log = new AuditLog(data, Clock.systemUTC());
        var query = new Act("cypher", "RETURN 1", "done");
        log.addRepeated(from(1), query);
        log.addRepeated(from(1), query);
        Files.move(data.resolve("audit.log"), data.resolve("before"));
        Files.createDirectory(data.resolve("audit.log"));
        log.flush();
        Files.delete(data.resolve("audit.log"));
        log.addRepeated(from(1), query);
        assertThat(lines()).containsExactly("192.0.2.1 cypher RETURN 1 done");
    }

    @Test
    void manyAddressesTogetherDoNotFillTheDiskEither() throws IOException {
        var log = new AuditLog(data, Clock.systemUTC());
        for (int k = 0; k < 50_000; k++) {
            log.addRefused(Requester.unknown("2001:db8::" + Integer.toHexString(k)), TURNED_AWAY);
        }
        log.flush();
        assertThat(lines()).hasSize(100 + 2);
        assertThat(lines().getLast()).startsWith("other addresses enter null").endsWith("49899 more within a minute");
    }

    @Test
    void onlyTheSameQueryOfTheSameCallerIsFoldedAndNoneIsLost() throws IOException {
        var log = new AuditLog(data, Clock.systemUTC());
        var ann = new Requester(new Principal("key:1", "ann", Set.of(Role.ANALYST)), "127.0.0.1");
        var bob = new Requester(new Principal("key:2", "bob", Set.of(Role.ANALYST)), "127.0.0.1");
        for (int k = 0; k < 60; k++) {
            log.addRepeated(ann, new Act("cypher", "same", "done"));
        }
        log.addRepeated(bob, new Act("cypher", "same", "done"));
        for (int k = 0; k < 300; k++) {
            log.addRepeated(ann, new Act("cypher", "query " + k, "done"));
        }
        log.flush();
        assertThat(lines()).hasSize(2 + 300 + 1).contains("127.0.0.1 cypher query 299 done");
        assertThat(lines().getLast()).isEqualTo("127.0.0.1 cypher same done, 59 more within a minute");
    }
}
