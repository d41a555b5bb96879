package dev.tessera.server.command;

import dev.tessera.graphmodel.store.EmbeddedGraph;
import dev.tessera.graphmodel.store.GraphConfig;
import dev.tessera.graphmodel.store.GraphException;
import dev.tessera.graphmodel.token.LateItems;
import dev.tessera.server.config.Config;
import dev.tessera.server.config.OperationsSettings;
import dev.tessera.server.graphql.ApiRules;
import dev.tessera.server.graphql.GraphQlApi;
import dev.tessera.server.http.Health.Readiness;
import dev.tessera.server.http.HttpConfig;
import dev.tessera.server.http.HttpLimits;
import dev.tessera.server.http.HttpServer;
import dev.tessera.server.http.MetricsRoute;
import dev.tessera.server.http.Observers;
import dev.tessera.server.http.Route;
import dev.tessera.server.http.TlsFiles;
import dev.tessera.server.jobs.Administration;
import dev.tessera.server.jobs.FreeMemory;
import dev.tessera.server.jobs.ScheduledTraining;
import dev.tessera.server.jobs.TrainingJobs;
import dev.tessera.server.jobs.TrainingSetup;
import dev.tessera.server.live.LiveChanges;
import dev.tessera.server.live.StoreCondition;
import dev.tessera.server.live.UserErasure;
import dev.tessera.server.log.Logs;
import dev.tessera.server.metrics.ServerGauges;
import dev.tessera.server.metrics.ServerMetrics;
import dev.tessera.server.metrics.TimedRecommendations;
import dev.tessera.server.picture.PictureFetcher;
import dev.tessera.server.security.Access;
import dev.tessera.server.security.AuditLog;
import dev.tessera.server.security.Certificates;
import dev.tessera.server.trace.TracedGraph;
import dev.tessera.server.trace.Tracing;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The server, put together: the graph, the snapshot, GraphQL, HTTP, and the way in for verbs of other processes. */
final class Application implements AutoCloseable {
    /** How many users are asked for before the server is ready. */
    private static final int WARMED_UP = 500;

    /** How often it is looked whether it is time to train. */
    private static final Duration SCHEDULE_PAUSE = Duration.ofSeconds(10);

    private final Config config;
    private final EmbeddedGraph graph;
    private final Workspace workspace;
    private final Access access;

    /** Held while anything is trained or a codebook is made. */
    private final Lock building = new ReentrantLock();

    private @Nullable HttpServer http;
    private final ServerMetrics metrics = new ServerMetrics();
    private final Tracing tracing;
    private final AuditLog audit;
    private final StoreCondition condition;
    private @Nullable LiveChanges changes;
    private @Nullable ConfiguredEncoders encoders;
    private @Nullable Administration administration;
    private @Nullable ScheduledTraining scheduled;
    private boolean closed;
    private volatile Readiness readiness = new Readiness.NotReady("what is served is being loaded");

    private Application(
            Config config, AuditLog audit, Access access, EmbeddedGraph graph, Workspace workspace, Tracing tracing) {
        this.config = config;
        this.audit = audit;
        this.access = access;
        this.graph = graph;
        this.workspace = workspace;
        this.tracing = tracing;
        condition = new StoreCondition(graph, workspace.room());
    }

    /** {@return the server with its graph open, not listening yet} */
    static Application open(Config config, Caller caller) {
        var audit = new AuditLog(config.data(), Clock.systemUTC());
        Access access = Access.to(config.data(), config.security().jwt(), audit);
        new Exposure(config, access).check();
        logs(config.operations().log());
        EmbeddedGraph graph = EmbeddedGraph.open(config.serverGraph());
        try {
            Tracing tracing = Tracing.to(config.operations().traces(), VersionCommand.version());
            Workspace workspace = Workspace.opened(config, TracedGraph.of(graph, tracing), caller);
            return new Application(config, audit, access, graph, workspace, tracing);
        } catch (RuntimeException e) {
            graph.close();
            throw e;
        }
    }

    private static void logs(OperationsSettings.Log log) {
        if (log.json()) {
            Logs.writeJson();
        }
        Logs.setLevel(Logs.TESSERA, log.level());
    }

    Workspace workspace() {
        return workspace;
    }

    /** Listens, loads the snapshot and serves it; from then on verbs of other processes find this one. */
    void listen() {
        var local = new LocalAccess(new LocalCommands(workspace, building), access);
        var gauges = new ServerGauges(metrics.withProcess());
        HttpServer server = listening(local, gauges);
        var encoding = ConfiguredEncoders.open(config.encoders());
        encoders = encoding;
        new LateItems(graph, encoding.choices()).complete();
        var answers = workspace.served().answersInAnyCase();
        var live = new LiveChanges(
                workspace.graph(),
                workspace.served(),
                UserErasure.in(workspace.artifacts()),
                encoding.choices(),
                config.positiveKinds(),
                condition::obstacle,
                new PictureFetcher(config.encoders().imageHosts()),
                tracing);
        changes = live;
        var admin = administration();
        administration = admin;
        var rules = new ApiRules(
                config.queryLimits(), () -> config.security().introspection().isOn(access), audit, tracing);
        var timed = new TimedRecommendations(answers, metrics, tracing);
        var api = new GraphQlApi(workspace.graph(), timed, live, admin, encoding.choices(), rules);
        gauge(gauges, live, admin.jobs());
        WarmUp.of(api, answers.snapshot().histories().some(WARMED_UP));
        server.serve(api);
        TlsFiles tls = config.security().http().tls();
        Integer boltPort = config.bolt() instanceof GraphConfig.Bolt.Listening ? graph.boltPort() : null;
        ServerFile file = ServerFile.ofThisProcess(
                config.http().host(),
                server.port(),
                boltPort,
                tls == null ? null : Certificates.fingerprint(tls.certificate()));
        local.open(file);
        file.write(config.data());
        admin.jobs().begin();
        var schedule = new ScheduledTraining(graph, admin, config.training(), Clock.systemUTC());
        schedule.begin(SCHEDULE_PAUSE);
        scheduled = schedule;
        live.fetchMissingPictures();
        readiness = new Readiness.Ready();
        Caller caller = workspace.caller();
        var exposure = new Exposure(config, access);
        caller.err().println(exposure.told());
        caller.out().println("listening on " + file.uri(config.http().host(), ""));
        if (boltPort != null) {
            caller.err()
                    .println("Bolt on port " + boltPort + ", user neo4j, password in " + config.data()
                            + "/bolt.password" + exposure.toldOfBolt());
        }
    }

    /** {@return HTTP, which only says how far the start is} */
    private HttpServer listening(LocalAccess local, ServerGauges gauges) {
        HttpLimits limits = OpenFiles.ofThisProcess()
                .allow(config.httpLimits(), workspace.caller().err()::println);
        var address = new HttpConfig(
                config.http().host(),
                config.http().port(),
                config.allowedHosts(),
                limits,
                config.security().http());
        List<Route> routes = new ArrayList<>(local.routes());
        if (config.operations().metrics()) {
            routes.add(new MetricsRoute(access, () -> gauges.text(workspace.served())).route());
        }
        var server = new HttpServer(address, access, this::health, routes, new Observers(metrics, tracing));
        server.start();
        http = server;
        return server;
    }

    /** Where questions can be answered, the server is ready, and says what else it cannot do. */
    private Readiness health() {
        Readiness now = readiness;
        if (!(now instanceof Readiness.Ready)) {
            return now;
        }
        String obstacle = condition.obstacle();
        List<String> reasons = new ArrayList<>(obstacle == null ? List.of() : List.of(obstacle));
        if (workspace.served().isBehind()) {
            reasons.add(
                    "a change is in the graph and not in what is served; the next change loads all anew. The log says why");
        }
        String fault = workspace.served().fault();
        if (fault != null) {
            reasons.add(fault);
        }
        return reasons.isEmpty() ? now : new Readiness.Degraded(reasons);
    }

    private void gauge(ServerGauges gauges, LiveChanges live, TrainingJobs jobs) {
        gauges.of(workspace.served());
        gauges.of(live);
        gauges.of(jobs);
        gauges.of(graph);
        metrics.gauge("tessera.disk.free.megabytes", "Free on the data folder's disk", condition::freeMegabytes);
        metrics.gauge("tessera.ready", "1 ready, 0.5 degraded, 0 not ready", () -> switch (health()) {
            case Readiness.Ready() -> 1;
            case Readiness.Degraded(var reasons) -> 0.5;
            case Readiness.NotReady(var reason) -> 0;
        });
    }

    private Administration administration() {
        var setup = new TrainingSetup(
                config.training(),
                config.projection(),
                config.device(),
                building,
                FreeMemory::bytes,
                condition::obstacle,
                tracing);
        return new Administration(
                workspace.graph(),
                workspace.artifacts(),
                workspace.served(),
                workspace.versions(),
                config.data(),
                setup);
    }

    /** Stops listening, then closes the graph; once, whether at the end of a verb or of the process. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        readiness = new Readiness.NotReady("the server is stopping");
        try (graph;
                metrics;
                tracing) {
            if (scheduled != null) {
                scheduled.close();
            }
            if (administration != null) {
                administration.jobs().stop(); // and all who follow a training go, or the drain would wait for them
            }
            if (http != null) {
                forgetServer();
                http.close(config.operations().drain());
            }
            if (administration != null) {
                administration.close();
            }
            if (changes != null) {
                changes.close();
            }
            if (encoders != null) {
                encoders.close();
            }
            audit.flush();
        } catch (GraphException e) {
            workspace.caller().err().println(e.getMessage()); // nobody else hears of it
        }
    }

    /** A file that stays does no harm: its process is gone. On a disk that takes no changes it has to stay. */
    private void forgetServer() {
        try {
            ServerFile.delete(config.data());
        } catch (UncheckedIOException e) {
            workspace.caller().err().println(e.getMessage());
        }
    }
}
