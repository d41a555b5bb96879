package dev.tessera.server.graphql;

import dev.tessera.server.serving.Outcome;

/** Maps outcomes to answers and errors, one to one. */
final class Outcomes {
    private Outcomes() {}

    /**
     * {@return the answer of a success}
     *
     * @throws RequestException for every other outcome, with its code
     */
    static <T> T valueOf(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Success<T>(T value) -> value;
            case Outcome.NotFound<T>(String message) -> throw new RequestException(ErrorCode.NOT_FOUND, message);
            case Outcome.BadInput<T>(String message) -> throw new RequestException(ErrorCode.BAD_USER_INPUT, message);
            case Outcome.Conflict<T>(String message) -> throw new RequestException(ErrorCode.CONFLICT, message);
            case Outcome.NoActiveModel<T>(String message) ->
                throw new RequestException(ErrorCode.NO_ACTIVE_MODEL, message);
        };
    }
}
