package dev.tessera.server.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tessera.graphmodel.domain.ModelVersion;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.GraphTransaction;
import dev.tessera.graphmodel.store.Row;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The history of training runs, which the graph keeps: {@code (:TrainingRun)-[:PRODUCED]->(:Model)}. Thread-safe. */
public final class TrainingRuns {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS");
    private static final JsonMapper JSON = new JsonMapper();
    private static final int SUFFIXES = 0x1000;
    private static final Duration TICK = Duration.ofMillis(1);

    private final Graph graph;
    private final Clock clock;
    private Instant last = Instant.EPOCH;

    public TrainingRuns(Graph graph, Clock clock) {
        this.graph = graph;
        this.clock = clock;
    }

    /** Remembers an order. {@return the new run's id; later ones sort behind it} */
    String queue(TrainingOrder order) {
        Instant now = tick();
        String id = "%s-%03x"
                .formatted(
                        TIME.format(now.atZone(ZoneOffset.UTC)),
                        ThreadLocalRandom.current().nextInt(SUFFIXES));
        graph.execute(tx -> tx.run("create_run", Map.of("run", id, "order", write(order), "now", now)));
        return id;
    }

    /** {@return the time, later than at every call before} */
    private synchronized Instant tick() {
        Instant now = clock.instant();
        last = now.isAfter(last.plus(TICK)) ? now : last.plus(TICK);
        return last;
    }

    /** Notes that a run begins or goes on. {@return how often that was so since it last ended an epoch or was paused} */
    int start(String id) {
        return graph.write(tx -> tx.run("start_run", Map.of("run", id, "now", clock.instant())))
                .getFirst()
                .count("attempts");
    }

    /** Notes that a run was stopped in good order, to go on at the next start. */
    void pause(String id) {
        graph.execute(tx -> tx.run("pause_run", Map.of("run", id)));
    }

    void add(String id, RunProgress progress) {
        Map<String, Object> entry = Map.of("run", id, "before", progress.epoch() - 1, "entry", write(progress));
        graph.execute(tx -> tx.run("add_progress", entry));
    }

    /** Notes that a run is to end. {@return false where it has ended} */
    boolean cancel(String id) {
        return graph.write(tx -> tx.run("cancel_run", Map.of("run", id)))
                        .getFirst()
                        .count("cancelled")
                > 0;
    }

    /** {@return whether a run was cancelled} No other transaction can do that any more before this one ends. */
    static boolean isCancelled(GraphTransaction tx, String id) {
        return tx.run("lock_run", Map.of("run", id)).getFirst().bool("cancelled");
    }

    void end(String id, RunStatus status, @Nullable String error, @Nullable ModelVersion version) {
        graph.execute(tx -> end(tx, id, status, error, version));
    }

    /** As above, as a part of something larger. */
    void end(GraphTransaction tx, String id, RunStatus status, @Nullable String error, @Nullable ModelVersion version) {
        Map<String, @Nullable Object> end = new HashMap<>();
        end.put("run", id);
        end.put("status", status.name());
        end.put("now", clock.instant());
        end.put("error", error);
        end.put("version", version == null ? null : version.value());
        tx.run("end_run", end);
    }

    /** {@return the run, or null where there is none of that id} */
    public @Nullable TrainingRun find(String id) {
        return find(List.of(id)).get(id);
    }

    /** {@return those of the runs that there are, by id} */
    public Map<String, TrainingRun> find(Collection<String> ids) {
        Map<String, TrainingRun> found = new HashMap<>();
        for (Row row : graph.read(tx -> tx.run("runs_by_id", Map.of("runs", List.copyOf(ids))))) {
            found.put(row.string("run"), run(row));
        }
        return found;
    }

    /**
     * {@return the ids of runs, newest first}
     *
     * @param after the id of the last one of the page before; empty for the first page
     */
    public List<String> page(String after, int limit) {
        return graph.read(tx -> tx.run("page_of_runs", Map.of("after", after, "limit", limit))).stream()
                .map(r -> r.string("run"))
                .toList();
    }

    public int count() {
        return graph.read(tx -> tx.run("count_runs")).getFirst().count("total");
    }

    /** {@return the runs that have not ended, in the order in which they are to be done} */
    List<String> open() {
        return graph.read(tx -> tx.run("open_runs")).stream()
                .map(r -> r.string("run"))
                .toList();
    }

    /** {@return how many events came since the last run began} */
    int eventsSinceLast() {
        return graph.read(tx -> tx.run("events_since_run")).getFirst().count("events");
    }

    private static TrainingRun run(Row row) {
        String version = row.stringOrNull("version");
        return new TrainingRun(
                row.string("run"),
                RunStatus.valueOf(row.string("status")),
                read(row.string("order"), TrainingOrder.class),
                row.bool("cancelled"),
                row.instantOrNull("startedAt"),
                row.instantOrNull("endedAt"),
                row.stringOrNull("error"),
                version == null ? null : new ModelVersion(version),
                row.strings("progress").stream()
                        .map(entry -> read(entry, RunProgress.class))
                        .toList());
    }

    private static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of texts and numbers can always be written", e);
        }
    }

    private static <T> T read(String text, Class<T> type) {
        try {
            return JSON.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a training run of the graph holds '" + text + "', which is no " + type, e);
        }
    }
}
