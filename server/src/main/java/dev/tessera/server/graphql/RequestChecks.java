package dev.tessera.server.graphql;

import graphql.ExecutionResult;
import graphql.GraphQLError;
import graphql.execution.ExecutionContext;
import graphql.execution.instrumentation.InstrumentationContext;
import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationExecuteOperationParameters;
import org.jspecify.annotations.Nullable;

/** Holds an operation with its variables against the limits, just before it runs. */
final class RequestChecks extends SimplePerformantInstrumentation {
    private final QueryLimits limits;

    RequestChecks(QueryLimits limits) {
        this.limits = limits;
    }

    @Override
    public @Nullable InstrumentationContext<ExecutionResult> beginExecuteOperation(
            InstrumentationExecuteOperationParameters parameters, @Nullable InstrumentationState state) {
        ExecutionContext context = parameters.getExecutionContext();
        GraphQLError problem = problem(context);
        if (problem != null) {
            throw LimitErrors.aborting(problem);
        }
        return null;
    }

    private @Nullable GraphQLError problem(ExecutionContext context) {
        var variables = context.getCoercedVariables().toMap();
        int longest = ListLimit.longestIn(variables);
        if (longest > limits.listEntries()) {
            return LimitErrors.tooLong("a list in the variables", longest, limits.listEntries());
        }
        Documents.Checked checked = context.getGraphQLContext().get(Documents.Checked.class);
        int price = checked.prices()
                .getOrDefault(QueryPricing.nameOf(context.getOperationDefinition()), QueryPrice.nothing())
                .with(variables);
        return price > limits.complexity()
                ? LimitErrors.tooComplex(
                        "the query costs " + price + " units", limits.complexity(), "limits.queryComplexity")
                : null;
    }
}
