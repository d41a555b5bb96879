package dev.tessera.server.graphql;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is wrong with rows of an input list; the others are taken. */
final class RowErrors {
    private final List<RowError> errors = new ArrayList<>();

    /** What is wrong with one row. The components are the fields of the API. */
    record RowError(int index, String message) {}

    /** Reads one row. */
    @FunctionalInterface
    interface RowReader<T> {
        /**
         * {@return what the row means}
         *
         * @throws IllegalArgumentException where it makes no sense; the message is for the caller
         */
        T read();
    }

    /** A row that could be read, and its place in the input. */
    record Read<T>(int index, T value) {}

    /** Reads a row into {@code taken}, or notes what is wrong with it. */
    <T> void read(int index, List<Read<T>> taken, RowReader<T> reader) {
        try {
            taken.add(new Read<>(index, reader.read()));
        } catch (IllegalArgumentException | RequestException e) {
            reject(index, String.valueOf(e.getMessage()));
        }
    }

    void reject(int index, String message) {
        errors.add(new RowError(index, message));
    }

    /** {@return the errors by row} */
    List<RowError> all() {
        return errors.stream().sorted(Comparator.comparingInt(RowError::index)).toList();
    }
}
