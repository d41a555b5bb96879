package dev.tessera.server.graphql;

import dev.tessera.graphmodel.encode.EncoderChoices;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.server.jobs.Administration;
import dev.tessera.server.live.LiveChanges;
import dev.tessera.server.security.Requester;
import dev.tessera.server.serving.RecommendationService;
import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.execution.ExecutionId;
import graphql.execution.instrumentation.ChainedInstrumentation;
import graphql.execution.instrumentation.Instrumentation;
import graphql.introspection.Introspection;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.reactivestreams.Publisher;

/** Answers GraphQL requests from the graph and the snapshot. Thread-safe. */
public final class GraphQlApi {
    /** Nothing tells executions apart by id, so none is made up for each. */
    private static final ExecutionId EXECUTION = ExecutionId.from("request");

    private final QueryLimits limits;
    private final BooleanSupplier introspection;
    private final GraphQL graphQl;
    private final Batches batches;

    public GraphQlApi(
            Graph graph, RecommendationService recommendations, LiveChanges changes, Administration administration) {
        this(graph, recommendations, changes, administration, EncoderChoices.builtIn(), ApiRules.standard());
    }

    /**
     * Begins to answer.
     *
     * @param encoders what makes features of the items' content before they are given tokens
     */
    public GraphQlApi(
            Graph unlimited,
            RecommendationService recommendations,
            LiveChanges changes,
            Administration administration,
            EncoderChoices encoders,
            ApiRules rules) {
        this.limits = rules.limits();
        this.introspection = rules.introspection();
        Graph graph = new LimitedGraph(unlimited, limits.timeout());
        var items = new ItemQueries(graph, recommendations);
        var tokens = new TokenQueries(graph);
        var models = new ModelQueries(graph);
        var training = new TrainingFetchers(administration, models, encoders);
        this.batches = new Batches(recommendations, items, tokens, models, training);
        var schema = ServedSchema.of(
                new Audit(rules.log()),
                new ItemFetchers(items, recommendations),
                new TokenFetchers(tokens),
                new UserFetchers(new UserQueries(graph), items),
                new ModelFetchers(models),
                new CypherFetchers(graph),
                new RecommendationFetchers(recommendations, items),
                new ExplanationFetchers(recommendations, items),
                new MutationFetchers(changes, items, Clock.systemUTC()),
                training,
                new DiffFetchers(administration.served(), models));
        this.graphQl = GraphQL.newGraphQL(schema)
                .defaultDataFetcherExceptionHandler(new FetchingErrors(changes::obstacle))
                .preparsedDocumentProvider(new Documents(schema, limits, rules.tracing()))
                .instrumentation(instrumentation(rules))
                .build();
    }

    /** The checks come first: what they refuse is not begun. */
    private static Instrumentation instrumentation(ApiRules rules) {
        var checks = new RequestChecks(rules.limits());
        return rules.tracing().isOn()
                ? new ChainedInstrumentation(List.of(checks, new TracedOperations(rules.tracing())))
                : checks;
    }

    /** As {@link #execute(GraphQlRequest, Requester, BooleanSupplier)}, for one who may all and waits until the end. */
    public Map<String, Object> execute(GraphQlRequest request) {
        return execute(request, Requester.self(), () -> false);
    }

    /**
     * {@return the answer as the GraphQL specification lays it out: {@code data}, {@code errors} or both, made of maps,
     * lists, strings, numbers, booleans and nulls. Never throws for what a caller can send}
     *
     * @param caller who asks; fields that this one may not ask for are errors
     * @param abandoned asked now and then from other threads; where the one who asked is gone, the request is ended
     */
    public Map<String, Object> execute(GraphQlRequest request, Requester caller, BooleanSupplier abandoned) {
        return switch (ask(request, caller, abandoned)) {
            case Reply.Once(Map<String, Object> answer) -> answer;
            case Reply.Many many ->
                CodedErrors.of(RequestException.badInput(
                        "subscriptions have many answers. Ask for them with 'Accept: text/event-stream', or over a web"
                                + " socket with the protocol graphql-transport-ws"));
        };
    }

    /**
     * {@return the answer, or the answers where a subscription was asked for} Never throws for what a caller can send.
     *
     * @param caller who asks; fields that this one may not ask for are errors
     * @param abandoned asked now and then from other threads; where the one who asked is gone, the request is ended
     */
    public Reply ask(GraphQlRequest request, Requester caller, BooleanSupplier abandoned) {
        var input = ExecutionInput.newExecutionInput(request.query())
                .executionId(EXECUTION)
                .operationName(request.operationName())
                .variables(request.variables())
                .locale(Locale.ENGLISH)
                .graphQLContext(Map.of(
                        Requester.class, caller, Introspection.INTROSPECTION_DISABLED, !introspection.getAsBoolean()))
                .dataLoaderRegistry(batches.forOneRequest())
                .build();
        try (Deadline deadline = Deadline.of(input, abandoned, limits.timeout())) {
            ExecutionResult result = graphQl.execute(input);
            return result.getData() instanceof Publisher<?> answers
                    ? new Reply.Many(new Answers(answers, deadline))
                    : new Reply.Once(CodedErrors.in(result, deadline).toSpecification());
        }
    }
}
