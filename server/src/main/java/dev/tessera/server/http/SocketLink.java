package dev.tessera.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.javalin.websocket.WsContext;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.util.HostPort;
import org.eclipse.jetty.websocket.api.Callback;
import org.jspecify.annotations.Nullable;

/** An open web socket: says one message at a time, to a client that has to read it. Thread-safe. */
final class SocketLink {
    private final WsContext socket;
    private final Duration patience;
    private final String address;

    /** @param patience how long a message may take to go out */
    SocketLink(WsContext socket, Duration patience) {
        this.socket = socket;
        this.patience = patience;
        // the request that opened the connection, and with it the address as it is written for other requests, is gone
        // by now
        this.address = socket.session.getRemoteSocketAddress() instanceof InetSocketAddress remote
                ? HostPort.normalizeHost(remote.getAddress().getHostAddress())
                : "unknown";
    }

    /** {@return where the client is} */
    String address() {
        return address;
    }

    /** {@return a header of the request that opened the connection} */
    @Nullable
    String header(String name) {
        return socket.header(name);
    }

    /**
     * Waits until the message has gone out: else one who asks and does not read would fill the memory with answers.
     *
     * @param unwanted whether nobody wants it any more when its turn comes; then it is not said
     */
    synchronized void send(BooleanSupplier unwanted, Map<String, ?> message) {
        if (unwanted.getAsBoolean()) {
            return;
        }
        var sent = new Callback.Completable();
        try {
            socket.session.sendText(Json.text(message), sent);
            sent.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("answers are made of what JSON has", e);
        } catch (TimeoutException e) {
            socket.session.disconnect();
        } catch (ExecutionException e) {
            // the connection is closed
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void end(int code, String reason) {
        socket.closeSession(code, reason);
    }
}
