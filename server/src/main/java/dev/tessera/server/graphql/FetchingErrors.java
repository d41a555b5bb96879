package dev.tessera.server.graphql;

import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.DataFetcherExceptionHandlerParameters;
import graphql.execution.DataFetcherExceptionHandlerResult;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what a fetcher throws into an error of the answer. What was not foreseen is logged, and only its id is told. */
final class FetchingErrors implements DataFetcherExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(FetchingErrors.class);

    @Override
    public CompletableFuture<DataFetcherExceptionHandlerResult> handleException(
            DataFetcherExceptionHandlerParameters at) {
        Throwable thrown = unwrapped(at.getException());
        GraphQLError error = thrown instanceof RequestException refused
                ? error(at, refused.code(), String.valueOf(refused.getMessage()))
                : unforeseen(at, thrown);
        return CompletableFuture.completedFuture(
                DataFetcherExceptionHandlerResult.newResult(error).build());
    }

    private static GraphQLError unforeseen(DataFetcherExceptionHandlerParameters at, Throwable thrown) {
        String id = UUID.randomUUID().toString();
        LOG.error("error {} at {}", id, at.getPath(), thrown);
        return error(at, ErrorCode.INTERNAL, "something went wrong here. The server's log says what, under " + id);
    }

    private static GraphQLError error(DataFetcherExceptionHandlerParameters at, ErrorCode code, String message) {
        // The message is given as an argument, because it may hold a percent sign.
        return CodedErrors.withCode(
                GraphqlErrorBuilder.newError()
                        .message("%s", message)
                        .path(at.getPath())
                        .location(at.getSourceLocation()),
                code);
    }

    private static Throwable unwrapped(Throwable thrown) {
        Throwable cause = thrown.getCause();
        return thrown instanceof CompletionException && cause != null ? cause : thrown;
    }
}
