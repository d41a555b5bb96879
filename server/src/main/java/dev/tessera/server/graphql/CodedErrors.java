package dev.tessera.server.graphql;

import dev.tessera.server.log.RequestIds;
import graphql.ErrorClassification;
import graphql.ErrorType;
import graphql.ExecutionResult;
import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Gives every error its code, those too that GraphQL Java raises before any fetcher runs. */
final class CodedErrors {
    private static final String CODE = "code";

    /** What GraphQL Java calls a query for the schema that goes round and round in it. */
    private static final String INTROSPECTION = "BadFaithIntrospection";

    /** What it calls one where queries for the schema are off. */
    private static final String NO_INTROSPECTION = "IntrospectionDisabled";

    /** How GraphQL Java prints a value of a query that does not fit: as its own objects. The place is named beside it. */
    private static final Pattern DUMP = Pattern.compile(" with value '\\w*Value\\{.*}'", Pattern.DOTALL);

    private CodedErrors() {}

    /** As {@link #withCode}, with the id under which the log tells more. */
    static GraphQLError withId(GraphqlErrorBuilder<?> error, ErrorCode code, String requestId) {
        return error.errorType(code)
                .extensions(Map.of(CODE, code.name(), RequestIds.KEY, requestId))
                .build();
    }

    static GraphQLError withCode(GraphqlErrorBuilder<?> error, ErrorCode code) {
        return error.errorType(code).extensions(Map.of(CODE, code.name())).build();
    }

    /** {@return the same result, each error with a code; where the engine was stopped, that as the error} */
    static ExecutionResult in(ExecutionResult result, Deadline deadline) {
        if (result.getErrors().isEmpty()) {
            return result;
        }
        if (result.getErrors().stream().anyMatch(CodedErrors::isStop)) {
            return ExecutionResult.newExecutionResult()
                    .addError(deadline.isOver() ? LimitErrors.timeout(deadline.limit()) : LimitErrors.cancelled())
                    .build();
        }
        List<GraphQLError> coded =
                result.getErrors().stream().map(CodedErrors::coded).toList();
        return result.transform(r -> r.errors(coded));
    }

    /** {@return an answer that has this error alone} */
    static Map<String, Object> of(RequestException refusal) {
        return ExecutionResult.newExecutionResult()
                .addError(withCode(GraphqlErrorBuilder.newError().message("%s", refusal.getMessage()), refusal.code()))
                .build()
                .toSpecification();
    }

    private static boolean isStop(GraphQLError error) {
        return error.getErrorType() == ErrorType.ExecutionAborted;
    }

    private static GraphQLError coded(GraphQLError error) {
        if (error.getErrorType() instanceof ErrorCode) {
            return error;
        }
        var copy = GraphqlErrorBuilder.newError()
                .message("%s", DUMP.matcher(error.getMessage()).replaceFirst(""));
        if (error.getLocations() != null) {
            copy.locations(error.getLocations());
        }
        if (error.getPath() != null) {
            copy.path(error.getPath());
        }
        return withCode(copy, codeOf(error.getErrorType()));
    }

    private static ErrorCode codeOf(ErrorClassification type) {
        if (INTROSPECTION.equals(String.valueOf(type))) {
            return ErrorCode.TOO_COMPLEX;
        }
        if (NO_INTROSPECTION.equals(String.valueOf(type))) {
            return ErrorCode.FORBIDDEN;
        }
        boolean ours = type == ErrorType.DataFetchingException || type == ErrorType.NullValueInNonNullableField;
        return ours ? ErrorCode.INTERNAL : ErrorCode.BAD_USER_INPUT;
    }
}
