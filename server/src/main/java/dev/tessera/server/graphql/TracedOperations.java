package dev.tessera.server.graphql;

import dev.tessera.server.trace.Step;
import dev.tessera.server.trace.Tracing;
import graphql.ExecutionResult;
import graphql.execution.instrumentation.InstrumentationContext;
import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimpleInstrumentationContext;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationExecuteOperationParameters;
import graphql.language.OperationDefinition;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells how long operations take, by type and name; never their text, which may hold values, nor their variables. */
final class TracedOperations extends SimplePerformantInstrumentation {
    private static final int LONGEST_NAME = 100;

    private final Tracing tracing;

    TracedOperations(Tracing tracing) {
        this.tracing = tracing;
    }

    @Override
    public @Nullable InstrumentationContext<ExecutionResult> beginExecuteOperation(
            InstrumentationExecuteOperationParameters parameters, @Nullable InstrumentationState state) {
        OperationDefinition operation = parameters.getExecutionContext().getOperationDefinition();
        Step step = tracing.part("graphql.execute")
                .with("graphql.operation.type", operation.getOperation().name().toLowerCase(Locale.ROOT));
        String name = operation.getName();
        if (name != null) {
            step.with("graphql.operation.name", name.substring(0, Math.min(name.length(), LONGEST_NAME)));
        }
        return SimpleInstrumentationContext.whenCompleted((result, thrown) -> {
            if (result != null && !result.getErrors().isEmpty()) {
                step.with("tessera.errors", result.getErrors().size());
            }
            step.close();
        });
    }
}
