package dev.tessera.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tessera.server.graphql.GraphQlApi;
import dev.tessera.server.graphql.GraphQlRequest;
import dev.tessera.server.graphql.Reply;
import dev.tessera.server.log.RequestIds;
import dev.tessera.server.metrics.ServerMetrics;
import dev.tessera.server.metrics.SubscriptionCount;
import dev.tessera.server.security.Access.Entry;
import dev.tessera.server.security.Principal;
import dev.tessera.server.security.Requester;
import dev.tessera.server.trace.Step;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsContext;
import io.javalin.websocket.WsMessageContext;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code /graphql} as a web socket: the protocol graphql-transport-ws, for queries, mutations and subscriptions. A client
 * that does not keep to it is told why by the protocol's own codes, and disconnected. Keys come with the first message,
 * {@code {"type": "connection_init", "payload": {"Authorization": "Bearer KEY"}}}, or as headers.
 */
final class WebSocketEndpoint implements AutoCloseable {
    private static final String PROTOCOL = "graphql-transport-ws";

    /** How many requests of a connection may be answered at once. */
    private static final int MOST_OPEN = 100;

    private static final int BAD_REQUEST = 4400;
    private static final int UNAUTHORIZED = 4401;
    private static final int FORBIDDEN = 4403;
    private static final int NOT_ACCEPTABLE = 4406;
    private static final int LATE = 4408;
    private static final int EXISTS = 4409;
    private static final int TOO_MANY = 4429;

    private final GraphQlApi api;
    private final Callers callers;
    private final Admission admission;
    private final HttpLimits limits;
    private final RequestBody body;
    private final RequestSteps steps;
    private final ServerMetrics metrics;
    private final SubscriptionCount subscriptions;
    private final Map<String, Client> clients = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("web-sockets").factory());

    WebSocketEndpoint(
            GraphQlApi api,
            Callers callers,
            Admission admission,
            HttpLimits limits,
            ServerMetrics metrics,
            RequestSteps steps) {
        this.api = api;
        this.callers = callers;
        this.admission = admission;
        this.limits = limits;
        this.body = new RequestBody(limits);
        this.steps = steps;
        this.metrics = metrics;
        this.subscriptions = metrics.subscriptions("websocket");
        metrics.gauge("tessera.websockets.open", "Web sockets that are open", clients::size);
    }

    void configure(WsConfig socket) {
        socket.onConnect(ctx -> {
            var client = new Client(ctx, ctx.getUpgradeCtx$javalin().ip());
            if (!PROTOCOL.equals(ctx.header("Sec-WebSocket-Protocol"))) {
                client.end(NOT_ACCEPTABLE, "Subprotocol not acceptable. Ask for " + PROTOCOL);
                return;
            }
            clients.put(ctx.sessionId(), client);
            ctx.enableAutomaticPings();
            var unused = timer.schedule(client::requireInit, limits.slowClient().toMillis(), TimeUnit.MILLISECONDS);
        });
        socket.onMessage(ctx -> {
            Client client = clients.get(ctx.sessionId());
            if (client != null) {
                client.take(ctx);
            }
        });
        socket.onClose(ctx -> forget(ctx.sessionId()));
        socket.onError(ctx -> forget(ctx.sessionId()));
    }

    private void forget(String session) {
        Client gone = clients.remove(session);
        if (gone != null) {
            gone.cancelAll();
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        clients.values().forEach(Client::cancelAll);
    }

    /** One connection. Messages come one at a time; answers are sent from several threads. */
    private final class Client implements SocketOperation.Outlet {
        private final WsContext socket;
        private final String address;
        private final Map<String, SocketOperation> open = new ConcurrentHashMap<>();
        private volatile @Nullable Principal principal;

        Client(WsContext socket, String address) {
            this.socket = socket;
            this.address = address;
        }

        @Override
        public synchronized void send(Map<String, ?> message) {
            try {
                socket.send(Json.text(message));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("answers are made of what JSON has", e);
            }
        }

        @Override
        public boolean close(String id, SocketOperation operation) {
            return open.remove(id, operation);
        }

        void end(int code, String reason) {
            socket.closeSession(code, reason);
        }

        void requireInit() {
            if (principal == null) {
                end(LATE, "Connection initialisation timeout");
            }
        }

        void cancelAll() {
            open.values().forEach(SocketOperation::cancel);
            open.clear();
        }

        void take(WsMessageContext message) {
            Map<?, ?> fields;
            try {
                Object read =
                        body.read(new ByteArrayInputStream(message.message().getBytes(StandardCharsets.UTF_8)));
                fields = read instanceof Map<?, ?> map ? map : Map.of();
            } catch (Refusal refusal) {
                end(BAD_REQUEST, "the message is no JSON as this server takes it");
                return;
            }
            switch (String.valueOf(fields.get("type"))) {
                case "connection_init" -> init(fields.get("payload"));
                case "ping" -> send(Map.of("type", "pong"));
                case "pong" -> {}
                case "subscribe" -> subscribe(fields);
                case "complete" -> {
                    SocketOperation ended = open.remove(String.valueOf(fields.get("id")));
                    if (ended != null) {
                        ended.cancel();
                    }
                }
                default ->
                    end(BAD_REQUEST, "the type of a message should be connection_init, subscribe, complete or ping");
            }
        }

        private void init(@Nullable Object payload) {
            if (principal != null) {
                end(TOO_MANY, "Too many initialisation requests");
                return;
            }
            switch (callers.enter(credential(payload, "Authorization"), credential(payload, "X-Api-Key"), address)) {
                case Entry.Admitted(Principal admitted) -> {
                    principal = admitted;
                    send(Map.of("type", "connection_ack"));
                }
                case Entry.Refused refused -> end(FORBIDDEN, "Forbidden");
            }
        }

        private @Nullable String credential(@Nullable Object payload, String name) {
            Object given = payload instanceof Map<?, ?> map ? map.get(name) : null;
            return given instanceof String text ? text : socket.header(name);
        }

        private void subscribe(Map<?, ?> message) {
            Principal known = principal;
            String id = message.get("id") instanceof String text ? text : "";
            if (known == null) {
                end(UNAUTHORIZED, "Unauthorized: send connection_init first");
            } else if (id.isEmpty()) {
                end(BAD_REQUEST, "a subscription needs an id");
            } else if (open.size() >= MOST_OPEN) {
                end(TOO_MANY, "more than " + MOST_OPEN + " requests are open");
            } else {
                var operation = new SocketOperation(this, id, subscriptions);
                if (open.putIfAbsent(id, operation) != null) {
                    end(EXISTS, "Subscriber for this id already exists");
                    return;
                }
                Thread.ofVirtual().name("web-socket").start(() -> run(operation, message.get("payload"), known));
            }
        }

        private void run(SocketOperation operation, @Nullable Object payload, Principal known) {
            RequestIds.begin(null);
            long start = System.nanoTime();
            String outcome = "INTERNAL";
            try (Step step = steps.overSocket()) {
                Requester caller = callers.counted(known, address);
                Reply reply = ask(GraphQlEndpoint.request(payload), caller, operation);
                outcome = GraphQlEndpoint.outcome(reply);
                step.with("tessera.outcome", outcome);
                operation.answer(reply);
            } catch (Refusal refusal) {
                outcome = refusal.code();
                operation.fail(((Map<?, ?>) Json.errors(refusal)).get("errors"));
            } finally {
                metrics.answered(outcome, System.nanoTime() - start);
                RequestIds.end();
            }
        }

        private Reply ask(GraphQlRequest request, Requester caller, SocketOperation operation) {
            admission.enter(operation::isCancelled);
            try {
                return api.ask(request, caller, operation::isCancelled);
            } finally {
                admission.leave();
            }
        }
    }
}
