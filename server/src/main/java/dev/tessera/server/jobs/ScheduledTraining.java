package dev.tessera.server.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.Row;
import dev.tessera.server.live.ReadOnlyException;
import dev.tessera.training.recommender.IdentityKind;
import dev.tessera.training.recommender.ModelKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks for trainings when their time has come, or when enough interactions are new. Where one waits or runs, none is added. */
public final class ScheduledTraining implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ScheduledTraining.class);
    /** After a refusal, which would be the same at every look. */
    private static final Duration REST = Duration.ofHours(1);

    private static final JsonMapper JSON = new JsonMapper();

    private final Graph graph;
    private final Administration administration;
    private final TrainingPolicy policy;
    private final Clock clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("schedule").factory());
    private Instant lookedAt;
    private Instant restsSince = Instant.EPOCH;

    public ScheduledTraining(Graph graph, Administration administration, TrainingPolicy policy, Clock clock) {
        this.graph = graph;
        this.administration = administration;
        this.policy = policy;
        this.clock = clock;
        this.lookedAt = clock.instant();
    }

    /** Looks again and again whether it is time. */
    public void begin(Duration pause) {
        if (policy.schedule() != null || policy.afterInteractions() > 0) {
            var unused = timer.scheduleWithFixedDelay(
                    this::lookQuietly, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @SuppressWarnings("IllegalCatch") // one look that fails is not to end the schedule
    private void lookQuietly() {
        try {
            look();
        } catch (RuntimeException e) {
            LOG.error("the training by schedule cannot be asked for; it is tried again", e);
        }
    }

    /** {@return the id of the run that was asked for, or null where it is not time} */
    @Nullable
    String look() {
        Instant now = clock.instant();
        boolean isTime = isDue(now) || (!isResting(now) && isDueByEvents());
        if (!isTime || administration.jobs().isBusy()) {
            return null;
        }
        TrainingOrder order = order();
        if (order == null) {
            LOG.warn("no model is active, so training.model has to say what to train by itself");
            return null;
        }
        try {
            String id = administration.jobs().start(order);
            LOG.info("training run {} was asked for by the configuration", id);
            return id;
        } catch (IllegalArgumentException | ReadOnlyException e) {
            restsSince = now;
            LOG.warn(
                    "a training by the configuration is not begun, and not tried again for an hour: {}",
                    e.getMessage());
            return null;
        }
    }

    /** A clock that was put back ends the rest. */
    boolean isResting(Instant now) {
        return !now.isBefore(restsSince) && now.isBefore(restsSince.plus(REST));
    }

    /** A clock that was put back only waits for the next time. */
    private boolean isDue(Instant now) {
        Schedule schedule = policy.schedule();
        Instant next = schedule == null ? null : schedule.after(lookedAt);
        boolean isDue = next != null && !next.isAfter(now);
        lookedAt = now;
        return isDue;
    }

    private boolean isDueByEvents() {
        return policy.afterInteractions() > 0 && administration.runs().eventsSinceLast() >= policy.afterInteractions();
    }

    private @Nullable TrainingOrder order() {
        Map<String, String> settings = new HashMap<>();
        String word = policy.model();
        TrainingPolicy.Named named;
        List<String> where = List.of();
        if (word == null) {
            List<Row> active = graph.read(tx -> tx.run("active_model_settings"));
            if (active.isEmpty()) {
                return null;
            }
            Row model = active.getFirst();
            named = new TrainingPolicy.Named(
                    ModelKind.valueOf(model.string("kind")), IdentityKind.valueOf(model.string("identity")));
            Map<String, Object> config = read(model.string("config"));
            Set<String> names = TrainingSettings.names(named.kind());
            config.forEach((key, value) -> {
                if (names.contains(key)) {
                    settings.put(key, String.valueOf(value));
                }
            });
            Object chosen = config.get("where");
            where = chosen == null ? List.of() : TrainingFilter.conditions(chosen.toString());
        } else {
            named = TrainingPolicy.parse(word);
        }
        for (String setting : policy.settings()) {
            int equals = setting.indexOf('=');
            settings.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return new TrainingOrder(named.kind(), named.identity(), 1, settings, where, true, null);
    }

    private static Map<String, Object> read(String config) {
        try {
            return JSON.readValue(config, new TypeReference<Map<String, Object>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the active model's configuration is '" + config + "'", e);
        }
    }

    @Override
    public void close() {
        timer.close(); // not interrupted: the database does not bear it in the middle of a commit
    }
}
