package dev.tessera.server.graphql;

import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads what a field was given. What makes no sense is refused with its value. */
final class Arguments {
    static final String FIRST = "first";
    static final int MAXIMUM_FIRST = 200;
    private static final String AFTER = "after";

    private Arguments() {}

    /** {@return what the field's parent answered} */
    static <T> T source(DataFetchingEnvironment env, Class<T> type) {
        return type.cast(Objects.requireNonNull(env.<Object>getSource()));
    }

    /** {@return an argument that is there, because the schema requires it or has a default} */
    static <T> T required(DataFetchingEnvironment env, String name, Class<T> type) {
        Object value = env.getArgument(name);
        if (value == null) {
            throw RequestException.badInput("'" + name + "' must not be null. Leave it out to have its default");
        }
        return type.cast(value);
    }

    static <T> T id(DataFetchingEnvironment env, String name, Function<String, T> type) {
        return id(required(env, name, String.class), type);
    }

    static <T> T id(String value, Function<String, T> type) {
        try {
            return type.apply(value);
        } catch (IllegalArgumentException e) {
            throw RequestException.badInput(String.valueOf(e.getMessage()));
        }
    }

    static int first(DataFetchingEnvironment env) {
        int first = required(env, FIRST, Integer.class);
        if (first < 1 || first > MAXIMUM_FIRST) {
            boolean hasMore = first > MAXIMUM_FIRST && env.getFieldDefinition().getArgument(AFTER) != null;
            throw RequestException.badInput("'first' must be 1 to " + MAXIMUM_FIRST + ", was " + first
                    + (hasMore ? ". Ask for what follows with '" + AFTER + "'" : ""));
        }
        return first;
    }

    static <T> List<T> firstOf(DataFetchingEnvironment env, List<T> all) {
        return all.subList(0, Math.min(first(env), all.size()));
    }

    static PageRequest page(DataFetchingEnvironment env) {
        return new PageRequest(first(env), env.getArgument(AFTER));
    }

    /** {@return what to search for, or null where nothing was given or only spaces: then all is listed} */
    static @Nullable SearchText search(DataFetchingEnvironment env) {
        String text = env.getArgument("search");
        return text == null || text.isBlank() ? null : SearchText.of(text);
    }
}
