package dev.tessera.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tessera.server.graphql.GraphQlApi;
import dev.tessera.server.graphql.GraphQlRequest;
import dev.tessera.server.graphql.Reply;
import dev.tessera.server.log.RequestIds;
import dev.tessera.server.security.Access.Entry;
import dev.tessera.server.security.Principal;
import dev.tessera.server.security.Requester;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsContext;
import io.javalin.websocket.WsMessageContext;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
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
    private final Map<String, Client> clients = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("web-sockets").factory());

    WebSocketEndpoint(GraphQlApi api, Callers callers, Admission admission, HttpLimits limits) {
        this.api = api;
        this.callers = callers;
        this.admission = admission;
        this.limits = limits;
        this.body = new RequestBody(limits);
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
    private final class Client {
        private final WsContext socket;
        private final String address;
        private final Map<String, Operation> open = new ConcurrentHashMap<>();
        private volatile @Nullable Principal principal;

        Client(WsContext socket, String address) {
            this.socket = socket;
            this.address = address;
        }

        private synchronized void send(Map<String, ?> message) {
            try {
                socket.send(Json.text(message));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("answers are made of what JSON has", e);
            }
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
            open.values().forEach(Operation::cancel);
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
                    Operation ended = open.remove(String.valueOf(fields.get("id")));
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
            switch (callers.enter(credential(payload, "Authorization"), credential(payload, "X-Api-Key"))) {
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
                var operation = new Operation(this, id);
                if (open.putIfAbsent(id, operation) != null) {
                    end(EXISTS, "Subscriber for this id already exists");
                    return;
                }
                Thread.ofVirtual().name("web-socket").start(() -> run(operation, message.get("payload"), known));
            }
        }

        private void run(Operation operation, @Nullable Object payload, Principal known) {
            RequestIds.begin(null);
            try {
                Requester caller = callers.counted(known, address);
                GraphQlRequest request = GraphQlEndpoint.request(payload);
                switch (ask(request, caller, operation)) {
                    case Reply.Many(Flow.Publisher<Map<String, Object>> answers) -> answers.subscribe(operation);
                    case Reply.Once(Map<String, Object> answer) -> {
                        if (answer.containsKey("data")) {
                            operation.next(answer);
                            operation.onComplete();
                        } else {
                            operation.fail(answer.get("errors"));
                        }
                    }
                }
            } catch (Refusal refusal) {
                operation.fail(((Map<?, ?>) Json.errors(refusal)).get("errors"));
            } finally {
                RequestIds.end();
            }
        }

        private Reply ask(GraphQlRequest request, Requester caller, Operation operation) {
            admission.enter(operation::isCancelled);
            try {
                return api.ask(request, caller, operation::isCancelled);
            } finally {
                admission.leave();
            }
        }
    }

    /** One request of a connection, and its answers. */
    private static final class Operation implements Flow.Subscriber<Map<String, Object>> {
        private final Client client;
        private final String id;
        private volatile boolean cancelled;
        private volatile Flow.@Nullable Subscription subscription;

        Operation(Client client, String id) {
            this.client = client;
            this.id = id;
        }

        boolean isCancelled() {
            return cancelled;
        }

        void cancel() {
            cancelled = true;
            Flow.Subscription known = subscription;
            if (known != null) {
                known.cancel();
            }
        }

        void next(Map<String, Object> answer) {
            if (!cancelled) {
                client.send(Map.of("type", "next", "id", id, "payload", answer));
            }
        }

        void fail(@Nullable Object errors) {
            if (client.open.remove(id, this)) {
                Map<String, Object> message = new HashMap<>();
                message.put("type", "error");
                message.put("id", id);
                message.put("payload", errors == null ? List.of() : errors);
                client.send(message);
            }
        }

        @Override
        public void onSubscribe(Flow.Subscription begun) {
            subscription = begun;
            if (cancelled) {
                begun.cancel();
            } else {
                begun.request(1);
            }
        }

        @Override
        public void onNext(Map<String, Object> answer) {
            next(answer);
            Flow.Subscription known = subscription;
            if (known != null) {
                known.request(1);
            }
        }

        @Override
        public void onError(Throwable failure) {
            onComplete();
        }

        @Override
        public void onComplete() {
            if (client.open.remove(id, this)) {
                client.send(Map.of("type", "complete", "id", id));
            }
        }
    }
}
