package dev.tessera.server.graphql;

import graphql.language.Argument;
import graphql.language.ArrayValue;
import graphql.language.FloatValue;
import graphql.language.IntValue;
import graphql.language.ObjectField;
import graphql.language.ObjectValue;
import graphql.language.Value;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Measures the lists that fields are given. Lists of numbers do not count: feature vectors are as long as they are. */
final class ListLimit {
    private ListLimit() {}

    /** {@return how many entries the longest list has that is written in the arguments} */
    static int longest(List<Argument> arguments) {
        int longest = 0;
        for (Argument argument : arguments) {
            longest = Math.max(longest, longest(argument.getValue()));
        }
        return longest;
    }

    private static int longest(Value<?> value) {
        return switch (value) {
            case ArrayValue list -> longest(list);
            case ObjectValue object -> longest(object);
            default -> 0;
        };
    }

    private static int longest(ArrayValue list) {
        var entries = list.getValues();
        boolean vector = !entries.isEmpty()
                && (entries.getFirst() instanceof FloatValue || entries.getFirst() instanceof IntValue);
        int longest = vector ? 0 : entries.size();
        for (Value<?> entry : entries) {
            longest = Math.max(longest, longest(entry));
        }
        return longest;
    }

    private static int longest(ObjectValue object) {
        int longest = 0;
        for (ObjectField field : object.getObjectFields()) {
            longest = Math.max(longest, longest(field.getValue()));
        }
        return longest;
    }

    /** {@return how many entries the longest list has in values parsed from JSON} */
    static int longestIn(@Nullable Object value) {
        return switch (value) {
            case List<?> list -> {
                boolean vector = !list.isEmpty() && list.getFirst() instanceof Number;
                yield Math.max(vector ? 0 : list.size(), longestOf(list));
            }
            case Map<?, ?> map -> longestOf(map.values());
            case null, default -> 0;
        };
    }

    private static int longestOf(Iterable<?> values) {
        int longest = 0;
        for (Object value : values) {
            longest = Math.max(longest, longestIn(value));
        }
        return longest;
    }
}
