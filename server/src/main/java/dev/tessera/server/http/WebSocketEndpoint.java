package dev.tessera.server.http;

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
import io.javalin.websocket.WsMessageContext;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code /graphql} as a web socket: the protocol graphql-transport-ws, for queries, mutations and subscriptions. A client
 * that does not keep to it is told why by the protocol's own codes, and disconnected. Keys come with the first message,
 * {@code {"type": "connection_init", "payload": {"Authorization": "Bearer KEY"}}}, or as headers.
 */
final class WebSocketEndpoint implements AutoCloseable {
    private static final String PROTOCOL = "graphql-transport-ws";

    /** So often it is looked whether all is answered. */
    private static final Duration GLANCE = Duration.ofMillis(20);

    /** How many requests of a connection may be answered at once. */
    private static final int MOST_OPEN = 100;

    /** With those whose last message is on its way. */
    private static final int MOST_UNSENT = 2 * MOST_OPEN;

    private static final int GOING_AWAY = 1001;
    private static final int BAD_REQUEST = 4400;
    private static final int UNAUTHORIZED = 4401;
    private static final int FORBIDDEN = 4403;
    private static final int NOT_ACCEPTABLE = 4406;
    private static final int LATE = 4408;
    private static final int EXISTS = 4409;
    private static final int TOO_MANY = 4429;

    private final Supplier<GraphQlApi> api;
    private final Callers callers;
    private final Admission admission;
    private final HttpLimits limits;
    private final RequestBody body;
    private final RequestSteps steps;
    private final ServerMetrics metrics;
    private final SubscriptionCount subscriptions;
    private final Map<String, Client> clients = new ConcurrentHashMap<>();
    private final AtomicInteger answering = new AtomicInteger();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("web-sockets").factory());
    private volatile boolean stopping;

    WebSocketEndpoint(
            Supplier<GraphQlApi> api,
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
            var client = new Client(new SocketLink(ctx, limits.slowClient()));
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

    /** Begins nothing more, and waits until what was begun is answered, but not longer than that. */
    void drain(Duration patience) {
        stopping = true;
        long end = System.nanoTime() + patience.toNanos();
        try {
            while (answering.get() > 0 && System.nanoTime() < end) {
                Thread.sleep(GLANCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        clients.values().forEach(client -> {
            client.cancelAll();
            client.end(GOING_AWAY, "the server is stopping");
        });
    }

    /** One connection. Messages come one at a time; answers are sent from several threads. */
    private final class Client implements SocketOperation.Outlet {
        private final SocketLink link;
        private final Map<String, SocketOperation> open = new ConcurrentHashMap<>();
        private final AtomicInteger unsent = new AtomicInteger();
        private volatile @Nullable SocketCredentials credentials;

        Client(SocketLink link) {
            this.link = link;
        }

        @Override
        public void send(BooleanSupplier unwanted, Map<String, ?> message) {
            link.send(unwanted, message);
        }

        private void say(Map<String, ?> message) {
            link.send(() -> false, message);
        }

        @Override
        public boolean close(String id, SocketOperation operation) {
            return open.remove(id, operation);
        }

        void end(int code, String reason) {
            link.end(code, reason);
        }

        void requireInit() {
            if (credentials == null) {
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
            try {
                take(fields);
            } catch (Refusal refusal) {
                end(TOO_MANY, String.valueOf(refusal.getMessage()));
            }
        }

        private void take(Map<?, ?> fields) {
            switch (String.valueOf(fields.get("type"))) {
                case "connection_init" -> init(fields.get("payload"));
                case "ping" -> say(Map.of("type", "pong"));
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
            if (credentials != null) {
                end(TOO_MANY, "Too many initialisation requests");
                return;
            }
            var shown = SocketCredentials.of(payload, link);
            if (admitted(shown) != null) {
                credentials = shown;
                say(Map.of("type", "connection_ack"));
            }
        }

        /** {@return who shows these, or null where nobody is let in by them: then the connection is at its end} */
        private @Nullable Principal admitted(SocketCredentials shown) {
            return switch (callers.enter(shown.authorization(), shown.apiKey(), link.address())) {
                case Entry.Admitted(Principal caller) -> caller;
                case Entry.Refused refused -> {
                    end(FORBIDDEN, "Forbidden");
                    yield null;
                }
            };
        }

        private void subscribe(Map<?, ?> message) {
            SocketCredentials shown = credentials;
            String id = message.get("id") instanceof String text ? text : "";
            if (shown == null) {
                end(UNAUTHORIZED, "Unauthorized: send connection_init first");
            } else if (id.isEmpty()) {
                end(BAD_REQUEST, "a subscription needs an id");
            } else if (open.size() >= MOST_OPEN || unsent.get() >= MOST_UNSENT) {
                end(TOO_MANY, "more than " + MOST_OPEN + " requests are open");
            } else if (stopping) {
                new SocketOperation(this, id, subscriptions)
                        .refuse(Refusal.overloaded("the server is stopping. Try again in a moment"));
            } else {
                Principal caller = admitted(shown);
                if (caller != null) {
                    begin(id, message.get("payload"), caller);
                }
            }
        }

        private void begin(String id, @Nullable Object payload, Principal caller) {
            var operation = new SocketOperation(this, id, subscriptions);
            if (open.putIfAbsent(id, operation) != null) {
                end(EXISTS, "Subscriber for this id already exists");
                return;
            }
            unsent.incrementAndGet();
            answering.incrementAndGet();
            Thread.ofVirtual().name("web-socket").start(() -> {
                try {
                    run(operation, payload, caller);
                } finally {
                    answering.decrementAndGet();
                    unsent.decrementAndGet();
                }
            });
        }

        private void run(SocketOperation operation, @Nullable Object payload, Principal known) {
            RequestIds.begin(null);
            long start = System.nanoTime();
            String outcome = "INTERNAL";
            try (Step step = steps.overSocket()) {
                Requester caller = callers.counted(known, link.address());
                Reply reply = ask(GraphQlEndpoint.request(payload), caller, operation);
                outcome = GraphQlEndpoint.outcome(reply);
                step.with("tessera.outcome", outcome);
                operation.answer(reply);
            } catch (Refusal refusal) {
                outcome = refusal.code();
                operation.fail(refusal);
            } finally {
                metrics.answered(outcome, System.nanoTime() - start);
                RequestIds.end();
            }
        }

        private Reply ask(GraphQlRequest request, Requester caller, SocketOperation operation) {
            admission.enter(operation::isCancelled);
            try {
                return api.get().ask(request, caller, operation::isCancelled);
            } finally {
                admission.leave();
            }
        }
    }
}
