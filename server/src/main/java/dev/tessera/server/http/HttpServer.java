package dev.tessera.server.http;

import dev.tessera.server.graphql.GraphQlApi;
import dev.tessera.server.log.RequestIds;
import dev.tessera.server.security.Access;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.util.JavalinException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.jspecify.annotations.Nullable;

/**
 * The API, GraphiQL, health and further routes over HTTP/1.1, each request on a virtual thread. It listens before it can
 * answer, so that whoever looks after it sees it start: until {@link #serve}, only {@code /health/} is answered, all else
 * with 503.
 */
public final class HttpServer implements AutoCloseable {
    /** How long a request waits for its turn. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private static final String HEALTH = "/health/";
    private static final String STARTING = "the server is starting. Try again in a moment";
    private static final String REQUEST_ID = "X-Request-Id";
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** Of requests that began while web sockets took all the time there was. */
    private static final Duration LEAST_PATIENCE = Duration.ofSeconds(1);

    private final HttpConfig config;
    private final Javalin javalin;
    private final SlowClients slowClients;
    private final WebSocketEndpoint sockets;
    private final RequestSteps steps;
    private volatile @Nullable BrowserDefences defences;
    private volatile @Nullable GraphQlApi api;
    private volatile @Nullable Server jetty;

    /** Does not listen before {@link #start}. */
    public HttpServer(HttpConfig config, Access access, Health health, List<Route> routes) {
        this(config, access, health, routes, Observers.none());
    }

    /** Tells observers what it does. */
    public HttpServer(HttpConfig config, Access access, Health health, List<Route> routes, Observers observers) {
        this.config = config;
        this.slowClients = new SlowClients(config.limits().slowClient());
        var callers = new Callers(access, new RateLimit(config.limits().requestsPerSecond(), System::nanoTime));
        var admission = new Admission(config.limits().running(), config.limits().waiting(), LONGEST_WAIT);
        var steps = new RequestSteps(observers.tracing(), config.security().tls() != null);
        this.steps = steps;
        var graphQl = new GraphQlEndpoint(this::api, callers, admission, config.limits(), observers.metrics(), steps);
        var sockets = new WebSocketEndpoint(this::api, callers, admission, config.limits(), observers.metrics(), steps);
        this.sockets = sockets;
        var graphiQl = new GraphiQlPage(() -> config.security().graphiQl().isOn(access));
        var healthEndpoint = new HealthEndpoint(health);
        this.javalin = Javalin.create(c -> {
            quietly(c);
            connect(c);
            c.routes.before(this::guard);
            c.routes.after(ctx -> {
                steps.end(ctx);
                RequestIds.end();
            });
            Failures.handle(c.routes);
            c.routes.wsBeforeUpgrade(this::guard);
            c.routes.ws("/graphql", sockets::configure);
            c.routes.post("/graphql", graphQl::post);
            c.routes.get("/graphql", ctx -> {
                throw GraphQlEndpoint.refusalOfGet();
            });
            c.routes.get("/", graphiQl::redirect);
            c.routes.get("/graphiql", graphiQl::page);
            c.routes.get("/graphiql.js", graphiQl::start);
            c.routes.get(HEALTH + "live", HealthEndpoint::live);
            c.routes.get(HEALTH + "ready", healthEndpoint::ready);
            routes.forEach(route -> add(c, route));
        });
    }

    private static void quietly(JavalinConfig c) {
        c.startup.showJavalinBanner = false;
        c.startup.showOldJavalinVersionWarning = false;
        c.startup.startupWatcherEnabled = false;
        c.concurrency.useVirtualThreads = true;
        c.http.prefer405over404 = true;
        c.staticFiles.enableWebjars();
    }

    private void connect(JavalinConfig c) {
        HttpLimits limits = config.limits();
        c.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            http.setRequestHeaderSize(limits.headerBytes());
        });
        c.jetty.modifyServer(server -> {
            server.setErrorHandler(new BadRequests(limits));
            server.setHandler(new GracefulHandler()); // told to stop, it waits for what runs; all else goes into it
            jetty = server;
        });
        c.jetty.modifyServletContextHandler(context -> context.setErrorHandler(new BadRequests(limits)));
        c.jetty.modifyWebSocketServletFactory(factory -> factory.setMaxTextMessageSize(limits.requestBytes()));
        c.jetty.addConnector((server, http) -> {
            var connector = new ServerConnector(
                    server, Connector.factories(http, config.security().tls()));
            connector.setHost(config.host());
            connector.setPort(config.port());
            connector.setIdleTimeout(limits.slowClient().toMillis());
            connector.addBean(slowClients, false);
            connector.addBean(new NetworkConnectionLimit(limits.connections(), connector));
            return connector;
        });
    }

    /**
     * Lets those who already wait go first: on a busy machine a caller who asks again at once would else be answered again
     * and again by the thread that has just served it, and others would wait for half a second.
     */
    @SuppressWarnings("ThreadPriorityCheck") // it is about fairness; nothing is wrong where the hint is ignored
    private static void giveWay() {
        Thread.yield();
    }

    private void guard(Context ctx) {
        giveWay();
        ctx.header(REQUEST_ID, RequestIds.begin(ctx.header(REQUEST_ID)));
        steps.begin(ctx);
        BrowserDefences.addHeaders(ctx, config.security().tls() != null);
        BrowserDefences known = defences;
        if (known == null) {
            throw Refusal.overloaded(STARTING);
        }
        known.check(ctx);
        if (api == null && !ctx.path().startsWith(HEALTH)) {
            throw Refusal.overloaded(STARTING);
        }
    }

    /** {@return what answers, asked for behind the guard} */
    private GraphQlApi api() {
        return Objects.requireNonNull(api);
    }

    private static void add(JavalinConfig c, Route route) {
        var method = HandlerType.findOrCreate(route.method().name());
        c.routes.addHttpHandler(method, route.path(), ctx -> {
            Route.Response response = route.handler().handle(request(ctx));
            ctx.status(response.status()).contentType(response.contentType());
            response.content().writeTo(ctx.outputStream());
        });
    }

    private static Route.Request request(Context ctx) throws IOException {
        InputStream body = ctx.req().getInputStream();
        return new Route.Request() {
            @Override
            public @Nullable String header(String name) {
                return ctx.header(name);
            }

            @Override
            public String address() {
                return ctx.ip();
            }

            @Override
            public InputStream body() {
                return body;
            }
        };
    }

    /**
     * Begins to listen, and answers {@code /health/}.
     *
     * @throws UncheckedIOException where the port is taken or the address is not this machine's
     */
    public void start() {
        try {
            javalin.start();
        } catch (JavalinException e) {
            var cause = new BindException(config.host() + ":" + config.port() + " cannot be listened on ("
                    + e.getMessage() + "). Choose another port, or 0 for a free one");
            cause.initCause(e);
            throw new UncheckedIOException(cause);
        }
        slowClients.start();
        defences = new BrowserDefences(
                new AllowedHosts(config, javalin.port()), config.security().allowedOrigins());
    }

    /** Answers everything from now on. */
    public void serve(GraphQlApi answering) {
        api = answering;
    }

    /** {@return the port that is listened on} */
    public int port() {
        return javalin.port();
    }

    /** As {@link #close(Duration)}, and waits as long as a request may run by default, and half as long again. */
    @Override
    public void close() {
        close(PATIENCE);
    }

    /**
     * Stops listening, and waits for requests that run.
     *
     * @param patience what then still runs is cut off
     */
    public void close(Duration patience) {
        long began = System.nanoTime();
        Server server = jetty;
        if (server != null) {
            for (var connector : server.getConnectors()) {
                var unused = connector.shutdown(); // accepts no more
            }
        }
        slowClients.close();
        sockets.drain(patience);
        sockets.close();
        Duration left = patience.minusNanos(System.nanoTime() - began);
        if (server != null) {
            server.setStopTimeout(Math.max(LEAST_PATIENCE.toMillis(), left.toMillis()));
        }
        javalin.stop();
    }
}
