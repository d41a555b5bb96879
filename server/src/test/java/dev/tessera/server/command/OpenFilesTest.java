package dev.tessera.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tessera.server.http.HttpLimits;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that may not have many files open has fewer connections, so that the store can open its own. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class OpenFilesTest {
    @TempDir
    private Path folder;

    @Test
    void as_many_connections_as_are_asked_for_where_there_is_room() {
        List<String> said = new ArrayList<>();
        assertThat(new OpenFiles(200, 1_500).allow(HttpLimits.standard(), said::add))
                .isEqualTo(HttpLimits.standard());
        assertThat(said).isEmpty();
    }

    @Test
    void fewer_where_there_is_not_and_it_is_said_how_to_have_all() {
        List<String> said = new ArrayList<>();
        assertThat(new OpenFiles(200, 1_024)
                        .allow(HttpLimits.standard(), said::add)
                        .connections())
                .isEqualTo(1_024 - 200 - 300);
        assertThat(said)
                .containsExactly(
                        "this process may have 1024 files open (ulimit -n), so 524 connections are served at once and"
                                + " not 1000 (limits.connections). Raise it to 1500");
    }

    @Test
    void none_where_hardly_any_would_be_left() {
        assertThatThrownBy(() -> new OpenFiles(200, 505).allow(HttpLimits.standard(), line -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("505 files open (ulimit -n)", "200 are open", "limits.connections to 1500");
    }

    @Tag("faults")
    @Test
    void a_server_answers_beside_more_idle_clients_than_it_has_files_for_and_loses_nothing() throws Exception {
        TinyStore store = TinyStore.in(folder);
        double own;
        try (var server = ServerProcess.start(store.data())) {
            own = server.metric("process_files_open_files");
        }
        int tooFew = (int) own + 100;
        assertThat(ServerProcess.refused(store.data(), limited(tooFew)))
                .contains(tooFew + " files open (ulimit -n)")
                .doesNotContain("Exception")
                .endsWith("exit 1");

        int few = (int) own + 300 + 60;
        List<Socket> idle = new ArrayList<>();
        try (var server = ServerProcess.start(store.data(), limited(few), Map.of())) {
            assertThat(server.printed()).contains("this process may have " + few + " files open (ulimit -n)");
            record(server, "before");
            connect(server.uri("/"), idle);
            assertThat(idle).as("more than are served at once").hasSizeGreaterThan(60);
            Thread.sleep(2_000);
            close(idle);
            record(server, "after");
            assertThat(server.health().get("status").asText()).isEqualTo("ready");
            assertThat(server.terminate()).isEqualTo(ServerProcess.TERMINATED);
            assertThat(server.printed()).doesNotContain("Too many open files", "Exception");
        }
        try (var server = ServerProcess.start(store.data())) {
            assertThat(server.ask("{ user(id: \"ann\") { history { nodes { id } } } }")
                            .at("/data/user/history/nodes")
                            .findValuesAsText("id"))
                    .containsExactlyInAnyOrder("before", "after");
        }
    }

    private static List<String> limited(int files) {
        return List.of("bash", "-c", "ulimit -n " + files + " && exec \"$@\"", "bash");
    }

    /** Connects until the machine takes no more: a server that has all its connections leaves the next ones waiting there. */
    private static void connect(URI server, List<Socket> idle) throws IOException {
        for (int k = 0; k < 300; k++) {
            var socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), 300);
                idle.add(socket);
            } catch (SocketTimeoutException e) {
                socket.close();
                return;
            }
        }
    }

    private static void record(ServerProcess server, String key) {
        assertThat(server.ask(
                                "mutation { recordInteractions(input: [{userId: \"ann\", itemId: \"1\", idempotencyKey: \""
                                        + key + "\"}]) { accepted } }")
                        .at("/data/recordInteractions/accepted")
                        .asInt())
                .isEqualTo(1);
    }

    private static void close(List<Socket> sockets) throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
