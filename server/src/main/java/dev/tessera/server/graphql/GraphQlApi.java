package dev.tessera.server.graphql;

import dev.tessera.graphmodel.store.Graph;
import dev.tessera.server.live.LiveChanges;
import dev.tessera.server.serving.RecommendationService;
import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.GraphQLError;
import graphql.execution.OneOfNullValueException;
import graphql.execution.OneOfTooManyKeysException;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;

/** Answers GraphQL requests from the graph and the snapshot. Thread-safe. */
public final class GraphQlApi {
    private final GraphQL graphQl;
    private final Batches batches;

    public GraphQlApi(Graph graph, RecommendationService recommendations, LiveChanges changes) {
        var items = new ItemQueries(graph, recommendations);
        var tokens = new TokenQueries(graph);
        var models = new ModelQueries(graph);
        this.batches = new Batches(recommendations, items, tokens, models);
        var schema = ServedSchema.of(
                new ItemFetchers(items, recommendations),
                new TokenFetchers(tokens),
                new UserFetchers(new UserQueries(graph), items),
                new ModelFetchers(models),
                new RecommendationFetchers(recommendations, items),
                new ExplanationFetchers(recommendations, items),
                new MutationFetchers(changes, items, Clock.systemUTC()));
        this.graphQl = GraphQL.newGraphQL(schema)
                .defaultDataFetcherExceptionHandler(new FetchingErrors())
                .instrumentation(QueryLimits.instrumentation())
                .build();
    }

    /**
     * {@return the answer as the GraphQL specification lays it out: {@code data}, {@code errors} or both, made of maps,
     * lists, strings, numbers, booleans and nulls. Never throws for what a caller can send}
     */
    public Map<String, Object> execute(GraphQlRequest request) {
        var input = ExecutionInput.newExecutionInput(request.query())
                .operationName(request.operationName())
                .variables(request.variables())
                .locale(Locale.ENGLISH)
                .dataLoaderRegistry(batches.forOneRequest())
                .build();
        return CodedErrors.in(execute(input)).toSpecification();
    }

    private ExecutionResult execute(ExecutionInput input) {
        try {
            return graphQl.execute(input);
        } catch (OneOfNullValueException e) {
            return refused(e);
        } catch (OneOfTooManyKeysException e) {
            return refused(e);
        }
    }

    /** GraphQL Java throws these two errors, and only these, while it measures a query, and does not catch them. */
    private static ExecutionResult refused(GraphQLError error) {
        return ExecutionResult.newExecutionResult().addError(error).build();
    }
}
