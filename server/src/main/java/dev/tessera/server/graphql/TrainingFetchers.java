package dev.tessera.server.graphql;

import dev.tessera.graphmodel.domain.ModelVersion;
import dev.tessera.graphmodel.encode.EncoderChoices;
import dev.tessera.graphmodel.token.TokenizeReport;
import dev.tessera.server.jobs.Administration;
import dev.tessera.server.jobs.RunProgress;
import dev.tessera.server.jobs.TrainingRun;
import dev.tessera.training.TrainingException;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;

/** Training runs, and which version is served. */
final class TrainingFetchers implements Fetchers {
    private final Administration administration;
    private final ModelQueries models;
    private final EncoderChoices encoders;

    TrainingFetchers(Administration administration, ModelQueries models, EncoderChoices encoders) {
        this.administration = administration;
        this.models = models;
        this.encoders = encoders;
    }

    /** The components are the fields of the API. */
    record TokenizePayload(String codebookId, int tokens, int items) {}

    /** The components are the fields of the API. */
    record TrainingPayload(RunView run) {}

    /** The components are the fields of the API. */
    record ModelPayload(ModelView model) {}

    @Override
    public void wire(RuntimeWiring.Builder wiring) {
        wiring.type("Query", t -> t.dataFetcher("trainingRun", env -> {
                    TrainingRun run = administration.runs().find(Arguments.required(env, "id", String.class));
                    return run == null ? null : RunView.of(run);
                })
                .dataFetcher("trainingRuns", env -> page(Arguments.page(env))));
        ConnectionWiring.wire(wiring, "TrainingRun", Batches.RUNS);
        wiring.type(
                "TrainingRun",
                t -> t.dataFetcher(
                        "model",
                        env -> ModelFetchers.loadOrNull(
                                env, Arguments.source(env, RunView.class).version())));
        wiring.type("Mutation", t -> t.dataFetcher("tokenize", this::tokenize)
                .dataFetcher("startTraining", this::start)
                .dataFetcher("cancelTraining", this::cancel)
                .dataFetcher("activateModel", this::activate)
                .dataFetcher("rollbackModel", env -> rollBack()));
        wiring.type("Subscription", t -> t.dataFetcher("trainingProgress", this::progress));
    }

    /** {@return runs by id, for a batch} */
    Map<String, RunView> byId(Set<String> ids) {
        Map<String, RunView> views = new HashMap<>();
        administration.runs().find(ids).forEach((id, run) -> views.put(id, RunView.of(run)));
        return views;
    }

    private Connection<String> page(PageRequest page) {
        String after = page.after() == null ? "" : Cursors.RUN.read(page.after());
        List<String> found = administration.runs().page(after, page.limit());
        return Connection.of(found, page, (k, id) -> Cursors.RUN.write(id), administration.runs()::count);
    }

    private TokenizePayload tokenize(DataFetchingEnvironment env) {
        Deadline deadline = env.getGraphQlContext().get(Deadline.class);
        deadline.lift();
        TokenizeReport report = refusing(() -> administration.tokenize(TrainingInputs.size(input(env)), encoders));
        if (report == null) {
            throw new RequestException(
                    ErrorCode.CONFLICT,
                    "a model is being trained, or a codebook is being made. Try again when it is done");
        }
        return new TokenizePayload(report.codebook().value(), report.tokens(), report.items());
    }

    private static Map<String, @Nullable Object> input(DataFetchingEnvironment env) {
        Map<String, @Nullable Object> input = new HashMap<>();
        Map<?, ?> given = Arguments.required(env, "input", Map.class);
        given.forEach((key, value) -> input.put(String.valueOf(key), value));
        return input;
    }

    private TrainingPayload start(DataFetchingEnvironment env) {
        return payload(refusing(() -> administration.jobs().start(TrainingInputs.order(input(env)))));
    }

    private TrainingPayload cancel(DataFetchingEnvironment env) {
        String id = Arguments.required(env, "id", String.class);
        if (!administration.jobs().cancel(id)) {
            TrainingRun run = administration.runs().find(id);
            throw run == null
                    ? new RequestException(ErrorCode.NOT_FOUND, noRun(id))
                    : new RequestException(ErrorCode.CONFLICT, "training run '" + id + "' is over: " + run.status());
        }
        return payload(id);
    }

    private TrainingPayload payload(String id) {
        TrainingRun run = administration.runs().find(id);
        if (run == null) {
            throw new RequestException(ErrorCode.NOT_FOUND, noRun(id));
        }
        return new TrainingPayload(RunView.of(run));
    }

    private static String noRun(String id) {
        return "there is no training run " + RequestException.quoted(id) + ". See trainingRuns";
    }

    private ModelPayload activate(DataFetchingEnvironment env) {
        ModelVersion version = Arguments.id(env, "version", ModelVersion::new);
        return undamaged(() -> {
            try {
                administration.versions().activate(version);
            } catch (IllegalArgumentException e) {
                throw new RequestException(ErrorCode.NOT_FOUND, String.valueOf(e.getMessage()));
            }
            return payload(version);
        });
    }

    private ModelPayload rollBack() {
        ModelVersion before = undamaged(() -> administration.versions().rollBack());
        if (before == null) {
            throw new RequestException(
                    ErrorCode.CONFLICT, "no version that is kept was active before this one. See models");
        }
        return payload(before);
    }

    private ModelPayload payload(ModelVersion version) {
        ModelView model = models.byVersion(Set.of(version)).get(version);
        if (model == null) {
            throw new RequestException(ErrorCode.NOT_FOUND, "version '" + version + "' was deleted meanwhile");
        }
        return new ModelPayload(model);
    }

    private Publisher<RunProgress> progress(DataFetchingEnvironment env) {
        String id = Arguments.required(env, "runId", String.class);
        Flow.Publisher<RunProgress> progress = administration.jobs().progress(id);
        if (progress == null) {
            throw new RequestException(ErrorCode.NOT_FOUND, noRun(id));
        }
        return FlowAdapters.toPublisher(progress);
    }

    private static <T extends @Nullable Object> T undamaged(Supplier<T> work) {
        try {
            return work.get();
        } catch (TrainingException e) {
            throw new RequestException(ErrorCode.CONFLICT, String.valueOf(e.getMessage()));
        }
    }

    private static <T> T refusing(Supplier<T> work) {
        try {
            return work.get();
        } catch (IllegalArgumentException e) {
            throw RequestException.badInput(String.valueOf(e.getMessage()));
        }
    }
}
