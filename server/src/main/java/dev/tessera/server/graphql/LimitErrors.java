package dev.tessera.server.graphql;

import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.execution.AbortExecutionException;
import java.time.Duration;
import java.util.List;

/** What a request over a limit is told: how much it was, the limit, the key to change it by, and what to do. */
final class LimitErrors {
    private LimitErrors() {}

    /** {@return an error for too much of something in a query} */
    static GraphQLError tooComplex(String what, long limit, String key) {
        return error(
                ErrorCode.TOO_COMPLEX,
                what + ", over the limit of " + limit + " (" + key + "). Ask for less, or in several requests");
    }

    /** {@return an error for a list of too many entries} */
    static GraphQLError tooLong(String list, int entries, int limit) {
        return error(
                ErrorCode.TOO_LARGE,
                list + " has " + entries + " entries, over the limit of " + limit
                        + " (limits.listEntries). Send it in several requests");
    }

    static GraphQLError timeout(Duration limit) {
        return error(ErrorCode.TIMEOUT, timeoutMessage(limit));
    }

    static GraphQLError cancelled() {
        return error(ErrorCode.CANCELLED, "the caller closed the connection, and the request was ended");
    }

    static String timeoutMessage(Duration limit) {
        double seconds = limit.toMillis() / 1000.0;
        String shown = seconds == Math.rint(seconds) ? Long.toString((long) seconds) : Double.toString(seconds);
        return "the request ran longer than the limit of " + shown
                + " s (limits.requestSeconds) and was ended. Ask for less, or in several requests";
    }

    /** {@return what to throw to answer with this error alone} */
    static AbortExecutionException aborting(GraphQLError error) {
        return new AbortExecutionException(List.of(error));
    }

    private static GraphQLError error(ErrorCode code, String message) {
        return CodedErrors.withCode(GraphqlErrorBuilder.newError().message("%s", message), code);
    }
}
