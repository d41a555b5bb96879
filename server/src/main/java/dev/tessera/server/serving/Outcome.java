package dev.tessera.server.serving;

import java.util.function.Function;

/**
 * What can come of a question; each maps to one answer of the API.
 *
 * @param <T> what is answered when all is well
 */
public sealed interface Outcome<T> {
    /** {@return what comes of a success; every other outcome stays as it is} */
    default <S> Outcome<S> then(Function<T, Outcome<S>> next) {
        return switch (this) {
            case Success<T>(T value) -> next.apply(value);
            case NotFound<T>(String message) -> new NotFound<>(message);
            case BadInput<T>(String message) -> new BadInput<>(message);
            case Conflict<T>(String message) -> new Conflict<>(message);
            case NoActiveModel<T>(String message) -> new NoActiveModel<>(message);
        };
    }

    /** The answer. */
    record Success<T>(T value) implements Outcome<T> {}

    /** What was asked about is not here. */
    record NotFound<T>(String message) implements Outcome<T> {}

    /** The question makes no sense as it is; the message says which part and what would. */
    record BadInput<T>(String message) implements Outcome<T> {}

    /** The question refers to a model version that is no longer served. */
    record Conflict<T>(String message) implements Outcome<T> {}

    /** Nothing was trained or activated yet. */
    record NoActiveModel<T>(String message) implements Outcome<T> {}
}
