package dev.tessera.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tessera.cypher.Statement;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Verbs sent to a running server. */
@ExtendWith(SharedGraph.class)
final class CommandRemoteTest {
    private static final Statement ITEM =
            SharedGraph.cypher("MERGE (:Item {itemId: 'on the server', title: 'Tee \u00e9'})");

    @TempDir
    Path folder;

    private HttpServer http;
    private ServerFile server;
    private Path data;

    @BeforeEach
    void serve(Graph graph) throws IOException {
        graph.execute(tx -> tx.run(ITEM, Map.of()));
        data = Files.createDirectories(folder.resolve("tessera-data/graph")).getParent();
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server = ServerFile.ofThisProcess("127.0.0.1", http.getAddress().getPort(), null, null);
        server.write(data);
        var commands = new LocalCommands(TestConfig.workspace(data, graph), new ReentrantLock());
        http.createContext(LocalCommands.ALIVE_PATH, exchange -> answer(exchange, commands));
        http.createContext(LocalCommands.COMMAND_PATH, exchange -> answer(exchange, commands));
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.start();
    }

    private void answer(HttpExchange exchange, LocalCommands commands) throws IOException {
        try (exchange) {
            if (!server.authorises(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, 0);
            if (exchange.getRequestURI().getPath().equals(LocalCommands.COMMAND_PATH)) {
                commands.run(LocalRequest.parse(body), exchange.getResponseBody());
            }
        }
    }

    @AfterEach
    void stop() {
        http.stop(0);
    }

    @Test
    void theServerRunsTheVerbAndTheCallerSeesItsAnswer() {
        var caller = new CapturedCaller(folder);
        assertThat(caller.run("cypher", "MATCH (i:Item) RETURN i.itemId AS id, i.title AS title", "--csv"))
                .as(caller.err())
                .isZero();
        assertThat(caller.out()).isEqualTo("id,title\n\"on the server\",\"Tee \u00e9\"\n");
    }

    @Test
    void errorsAndExitCodesComeBackToo() {
        var caller = new CapturedCaller(folder);
        assertThat(caller.run("cypher", "MATCH (i RETURN 1")).isEqualTo(1);
        assertThat(caller.err()).contains("Invalid input");
        assertThat(caller.out()).isEmpty();
    }

    @Test
    void aTerminalIsOneAcrossTheServerToo() {
        var caller = new CapturedCaller(folder, Map.of(), true);
        caller.run("cypher", "RETURN reduce(s = '', x IN range(1, 70) | s + 'x') AS text");
        assertThat(caller.out()).contains("x".repeat(57) + "...");
    }

    @Test
    void whatNeedsTheFolderForItselfIsRefusedBesideAServer() {
        var caller = new CapturedCaller(folder);
        var host = new OwnProcess(new TesseraCommand(), java.util.List.of("serve"), caller.caller());
        assertThat(host.alone("serve", Map.of(), (config, c) -> 0)).isEqualTo(1);
        assertThat(caller.err()).startsWith("tessera serve cannot run beside the server that has " + data + " open");
        ServerFile.delete(data);
        assertThat(host.alone("serve", Map.of("http.port", "0"), (config, c) -> config.http()
                        .port()))
                .isZero();
    }

    @Test
    void aWrongTokenIsRefused() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.httpPort() + LocalCommands.COMMAND_PATH))
                .header("Authorization", "Bearer guess")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(client.send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void aFileWithAnotherServersTokenIsStale() {
        new ServerFile(server.pid(), "127.0.0.1", server.httpPort(), null, "another", null).write(data);
        assertThat(RemoteCommands.find(data)).isNull();
    }

    @Test
    void aFileOfADeadProcessIsStale() throws IOException, InterruptedException {
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        new ServerFile(dead.pid(), "127.0.0.1", server.httpPort(), null, server.token(), null).write(data);
        assertThat(RemoteCommands.find(data)).isNull();
    }

    @Test
    void aFileOfASilentPortOrOfNoServerAtAllIsStale() throws IOException {
        http.stop(0);
        assertThat(RemoteCommands.find(data)).isNull();
        Files.writeString(data.resolve("server.json"), "{\"pid\":");
        assertThat(RemoteCommands.find(data)).isNull();
        ServerFile.delete(data);
        assertThat(RemoteCommands.find(data)).isNull();
    }

    @Test
    void onlyTheOwnerCanReadTheFile() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("server.json"))))
                .isEqualTo("rw-------");
        assertThat(ServerFile.read(data)).isEqualTo(server);
        assertThat(server.toString()).doesNotContain(server.token());
    }
}
