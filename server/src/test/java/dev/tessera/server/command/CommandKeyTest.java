package dev.tessera.server.command;

import static dev.tessera.server.fixture.TestServer.json;
import static dev.tessera.server.fixture.TestServer.parse;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tessera.graphmodel.fixture.Child;
import dev.tessera.server.fixture.TestCertificate;
import dev.tessera.server.security.Access;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.exceptions.AuthenticationException;

/** {@code tessera key}, alone and beside a server, and where a server without keys may listen. */
@Timeout(120)
final class CommandKeyTest {
    @TempDir
    private Path folder;

    private CapturedCaller run(int exit, String... args) {
        var caller = new CapturedCaller(folder);
        assertThat(caller.run(args)).as(caller.err()).isEqualTo(exit);
        return caller;
    }

    private static int status(URI server, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve("/graphql"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json(Map.of("query", "{ activeModel { version } }"))));
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            headers.length == 0
                                    ? request.build()
                                    : request.headers(headers).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .statusCode();
        }
    }

    @Test
    void aKeyIsPrintedOnceAndListedAndRevokedByItsId() throws IOException {
        CapturedCaller made = run(0, "key", "create", "--name", "the shop", "--role", "Editor");
        assertThat(made.out()).matches("tessera_[\\w-]{43}\\n");
        String secret = made.out().strip();
        assertThat(made.err()).contains("role editor").doesNotContain(secret);
        String listed = run(0, "key", "list").out();
        assertThat(listed).contains("editor", "the shop").doesNotContain(secret);
        String id = listed.substring(0, 8);
        assertThat(Files.readString(folder.resolve("tessera-data/api-keys"))).contains(id);
        assertThat(run(0, "key", "revoke", id).err()).startsWith("no key is left, so nobody can call");
        assertThat(run(1, "key", "revoke", id).err()).contains("there is no key '" + id + "'");
        assertThat(run(0, "key", "list").err()).isEqualTo("no keys\n");
        assertThat(Files.readAllLines(folder.resolve("tessera-data/audit.log")))
                .hasSize(2)
                .allMatch(line -> line.contains("\"os:") && line.contains(id) && !line.contains(secret));
        assertThat(run(2, "key", "create", "--name", "x", "--role", "king").err())
                .contains("--role must be one of viewer, analyst, editor, admin, was 'king'");
    }

    @Test
    void aContainerMayBringItsKeyInAFileEachTimeItStarts() throws IOException {
        Files.writeString(folder.resolve("secret"), "0123456789abcdef0123456789abcdef\n");
        String[] bring = {"key", "create", "--name", "container", "--role", "admin", "--from", "secret", "--if-none"};
        assertThat(run(0, bring).out()).isEmpty();
        run(0, bring);
        assertThat(run(0, "key", "list").out().lines()).hasSize(1);
    }

    @Test
    void makersBesideEachOtherLoseNoKey() {
        List<Child> makers = IntStream.range(0, 4)
                .mapToObj(k -> Child.start(
                        Main.class, "key", "create", "--name", "key " + k, "--role", "viewer", "--data", folder))
                .toList();
        makers.forEach(maker -> assertThat(maker.awaitExit()).isZero());
        assertThat(run(0, "key", "list", "--data", folder.toString()).out().lines())
                .hasSize(4);
    }

    @Test
    void aServerThatOthersReachIsRefusedWithoutKeysWithTheCommandThatMakesOne() throws IOException {
        for (String host : List.of("0.0.0.0", "::", "10.1.2.3", "shop.example.com")) {
            assertThat(run(1, "serve", "--host", host, "--port", "0", "--bolt-port", "off")
                            .err())
                    .startsWith("http.host = " + host)
                    .contains("tessera key create --name NAME --role admin --data " + folder);
        }
        Files.writeString(folder.resolve("bolt.yaml"), "bolt: {host: 0.0.0.0, port: 0}\n");
        assertThat(run(1, "serve", "--config", "bolt.yaml", "--port", "0").err())
                .startsWith("bolt.host = 0.0.0.0");
        String id =
                run(0, "key", "create", "--name", "x", "--role", "viewer").err().substring(4, 12);
        run(0, "key", "revoke", id);
        assertThat(run(1, "serve", "--host", "0.0.0.0", "--port", "0").err()).startsWith("http.host = 0.0.0.0");
        assertThat(folder.resolve("tessera-data/graph")).doesNotExist();
    }

    @Test
    void aRunningServerTakesKeysAndPasswordsAtOnceAndItsOwnersVerbsNeedNone() throws Exception {
        Path data = folder.resolve("tessera-data");
        try (Child child = Child.start(Main.class, "serve", "--port", "0", "--bolt-port", "0", "--data", data)) {
            child.awaitLine("no keys are configured: every caller from this machine is granted every role.");
            URI server = URI.create(child.awaitLine("listening on "));
            String bolt = child.awaitLine("Bolt on port ").replaceFirst(",.*", "");
            assertThat(status(server)).isEqualTo(200);
            String key = run(0, "key", "create", "--name", "x", "--role", "viewer")
                    .out()
                    .strip();
            Thread.sleep(500);
            assertThat(status(server)).isEqualTo(401);
            assertThat(status(server, "X-Api-Key", key)).isEqualTo(200);
            String id = run(0, "key", "list").out().substring(0, 8);
            assertThat(run(0, "cypher", "RETURN 1 AS one", "--csv").out()).isEqualTo("one\n1\n");
            assertThat(status(server, "Authorization", "Bearer " + token(data))).isEqualTo(401);
            boltsPasswordIsRotatedAndSet(bolt, data);
            run(0, "key", "revoke", id);
            Thread.sleep(500);
            assertThat(status(server, "X-Api-Key", key)).isEqualTo(401);
            assertThat(status(server)).isEqualTo(401);
            child.terminate();
            assertThat(child.printed()).noneMatch(line -> line.contains(key));
        }
    }

    private static String token(Path data) throws IOException {
        return parse(Files.readString(data.resolve("server.json")))
                .path("token")
                .asText();
    }

    private void boltsPasswordIsRotatedAndSet(String port, Path data) throws IOException {
        Path file = data.resolve("bolt.password");
        String first = Files.readString(file);
        assertThat(letsIn(port, first)).isTrue();
        CapturedCaller rotated = run(0, "key", "bolt");
        String second = Files.readString(file);
        assertThat(second).isNotEqualTo(first).hasSize(32);
        assertThat(letsIn(port, first)).isFalse();
        assertThat(letsIn(port, second)).isTrue();
        Files.writeString(folder.resolve("secret"), "a-password-of-my-own\n");
        run(0, "key", "bolt", "--from", "secret");
        assertThat(letsIn(port, second)).isFalse();
        assertThat(letsIn(port, "a-password-of-my-own")).isTrue();
        Files.writeString(folder.resolve("secret"), "tooshort\n");
        assertThat(run(1, "key", "bolt", "--from", "secret").err())
                .contains("at least 12")
                .doesNotContain("tooshort");
        assertThat(rotated.out() + rotated.err() + Files.readString(data.resolve("audit.log")))
                .doesNotContain(first, second);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void withAKeyAServerMayListenEverywhereAndOverTlsItsVerbsKnowItByItsCertificate() throws Exception {
        Path data = folder.resolve("tessera-data");
        TestCertificate made = TestCertificate.in(folder, "EC");
        run(0, "key", "create", "--name", "x", "--role", "viewer");
        Files.writeString(
                data.resolve("tessera.yaml"),
                "tls: {certificate: '" + made.certificate() + "', key: '" + made.key() + "'}\n");
        try (Child child = Child.start(
                Main.class, "serve", "--host", "0.0.0.0", "--port", "0", "--bolt-port", "off", "--data", data)) {
            assertThat(child.awaitLine("callers need a key or a token")).isEmpty();
            assertThat(child.awaitLine("listening on ")).startsWith("https://0.0.0.0:");
            assertThat(run(0, "cypher", "RETURN 1 AS one", "--csv").out()).isEqualTo("one\n1\n");
            assertThat(run(1, "serve", "--port", "0").err()).contains("cannot run beside the server");
        }
    }

    @Test
    void verbsThatWriteOrCarryAllOffAreNotedOnceAndThoseThatReadAreNot() throws IOException {
        Files.writeString(folder.resolve("items.csv"), "itemId,title\ntea,Tea\n");
        run(0, "import", "items.csv");
        run(0, "cypher", "RETURN 1 AS one");
        run(0, "backup", "one.tessera");
        run(0, "restore", "one.tessera", "--replace");
        run(1, "restore", "none.tessera", "--replace");
        List<String> lines = Files.readAllLines(folder.resolve("tessera-data/audit.log"));
        assertThat(lines).hasSize(4);
        assertThat(lines.get(1)).contains("\"target\":\"backup one.tessera\"", "\"done\"");
        assertThat(lines.get(2)).contains("\"target\":\"restore one.tessera --replace\"", "\"done\"");
        assertThat(lines.get(3)).contains("\"target\":\"restore none.tessera --replace\"", "\"failed\"");
        assertThat(lines.getFirst())
                .contains("\"who\":\"os:", "\"from\":\"command line\"", "\"target\":\"import items.csv\"", "\"done\"");
    }

    @Test
    void whoeverStartsItIsToldThatKeysTravelUnencrypted() {
        Path data = folder.resolve("tessera-data");
        run(0, "key", "create", "--name", "x", "--role", "viewer");
        assertThat(told(data, "0.0.0.0")).contains("travel unencrypted: set tls.certificate");
        assertThat(told(data, "127.0.0.1")).isEqualTo("callers need a key or a token");
    }

    @Test
    void whoeverOpensBoltToOthersIsToldThatItIsNotEncrypted() {
        Path data = folder.resolve("tessera-data");
        assertThat(exposure(data, "bolt.host", "0.0.0.0").toldOfBolt()).contains("not encrypted");
        assertThat(exposure(data, "bolt.host", "127.0.0.1").toldOfBolt()).isEmpty();
    }

    @Test
    void aFolderThatTheFirstKeyMakesIsForItsOwnerOnly() throws IOException {
        run(0, "key", "create", "--name", "x", "--role", "viewer");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("tessera-data"))))
                .isEqualTo("rwx------");
    }

    private static String told(Path data, String host) {
        return exposure(data, "http.host", host).told();
    }

    private static Exposure exposure(Path data, String key, String value) {
        return new Exposure(TestConfig.of(data, Map.of(key, value)), Access.to(data, null));
    }

    private static boolean letsIn(String port, String password) {
        try (Driver driver = GraphDatabase.driver("bolt://127.0.0.1:" + port, AuthTokens.basic("neo4j", password))) {
            driver.verifyConnectivity();
            return true;
        } catch (AuthenticationException e) {
            return false;
        }
    }
}
