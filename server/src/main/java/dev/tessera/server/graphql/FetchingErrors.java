package dev.tessera.server.graphql;

import dev.tessera.graphmodel.store.GraphException;
import dev.tessera.server.live.ReadOnlyException;
import dev.tessera.server.log.RequestIds;
import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.execution.AbortExecutionException;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.DataFetcherExceptionHandlerParameters;
import graphql.execution.DataFetcherExceptionHandlerResult;
import graphql.execution.OneOfNullValueException;
import graphql.execution.OneOfTooManyKeysException;
import graphql.language.OperationDefinition.Operation;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what a fetcher throws into an error of the answer. What was not foreseen is logged, and only its id is told. */
final class FetchingErrors implements DataFetcherExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(FetchingErrors.class);

    private final Supplier<@Nullable String> obstacle;

    /** @param obstacle why the store takes no changes now; null: it does */
    FetchingErrors(Supplier<@Nullable String> obstacle) {
        this.obstacle = obstacle;
    }

    @Override
    public CompletableFuture<DataFetcherExceptionHandlerResult> handleException(
            DataFetcherExceptionHandlerParameters at) {
        Throwable thrown = unwrapped(at.getException());
        return CompletableFuture.completedFuture(
                DataFetcherExceptionHandlerResult.newResult(error(at, thrown)).build());
    }

    private GraphQLError error(DataFetcherExceptionHandlerParameters at, Throwable thrown) {
        if (thrown instanceof RequestException refused) {
            return error(at, refused.code(), String.valueOf(refused.getMessage()));
        }
        if (thrown instanceof ReadOnlyException refused) {
            return error(at, ErrorCode.READ_ONLY, String.valueOf(refused.getMessage()));
        }
        if (thrown instanceof OneOfNullValueException || thrown instanceof OneOfTooManyKeysException) {
            return error(at, ErrorCode.BAD_USER_INPUT, String.valueOf(thrown.getMessage()));
        }
        Deadline deadline = at.getDataFetchingEnvironment().getGraphQlContext().get(Deadline.class);
        boolean ended = thrown instanceof GraphException || thrown instanceof AbortExecutionException;
        if (ended && deadline.isOver()) {
            return error(at, ErrorCode.TIMEOUT, LimitErrors.timeoutMessage(deadline.limit()));
        }
        if (thrown instanceof AbortExecutionException) {
            return LimitErrors.cancelled(); // nobody will read it
        }
        String reason = isChange(at) ? obstacle.get() : null;
        if (reason != null) {
            LOG.warn("{} is refused: {}", at.getPath(), thrown.toString());
            return error(at, ErrorCode.READ_ONLY, reason);
        }
        return unforeseen(at, thrown);
    }

    private static boolean isChange(DataFetcherExceptionHandlerParameters at) {
        var operation = at.getDataFetchingEnvironment().getOperationDefinition();
        return at.getPath().getLevel() == 1 && operation.getOperation() == Operation.MUTATION;
    }

    private static GraphQLError unforeseen(DataFetcherExceptionHandlerParameters at, Throwable thrown) {
        String id = RequestIds.current();
        LOG.error("error {} at {}", id, at.getPath(), thrown);
        String message = "something went wrong here. The server's log says what, under " + id;
        return CodedErrors.withId(builder(at, message), ErrorCode.INTERNAL, id);
    }

    private static GraphQLError error(DataFetcherExceptionHandlerParameters at, ErrorCode code, String message) {
        return CodedErrors.withCode(builder(at, message), code);
    }

    /** The message is given as an argument, because it may hold a percent sign. */
    private static GraphqlErrorBuilder<?> builder(DataFetcherExceptionHandlerParameters at, String message) {
        return GraphqlErrorBuilder.newError()
                .message("%s", message)
                .path(at.getPath())
                .location(at.getSourceLocation());
    }

    private static Throwable unwrapped(Throwable thrown) {
        Throwable cause = thrown.getCause();
        return thrown instanceof CompletionException && cause != null ? cause : thrown;
    }
}
