package dev.tessera.server.graphql;

import dev.tessera.graphmodel.domain.TokenId;
import dev.tessera.server.serving.ItemFilter;
import graphql.schema.DataFetchingEnvironment;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads an {@code ItemFilter}: all that stands in one holds together. Each condition is a walk through all items. */
final class FilterArgument {
    private static final int MOST_CONDITIONS = 100;
    private static final int MOST_LEVELS = 10;

    private int conditions;

    private FilterArgument() {}

    /** {@return the argument {@code where}, or null where there is none} */
    static @Nullable ItemFilter where(DataFetchingEnvironment env) {
        Map<String, Object> given = env.getArgument("where");
        return given == null ? null : new FilterArgument().filter(given, 1);
    }

    @SuppressWarnings("unchecked") // as the schema has it
    private ItemFilter filter(Map<String, Object> given, int level) {
        if (level > MOST_LEVELS) {
            throw tooComplex("AND, OR and NOT in 'where' lie more than " + MOST_LEVELS + " deep. Write it flatter");
        }
        List<ItemFilter> all = new ArrayList<>();
        given.forEach((field, value) -> {
            if (value == null) {
                return;
            }
            if (++conditions > MOST_CONDITIONS) {
                throw tooComplex("'where' has more than " + MOST_CONDITIONS
                        + " conditions, each AND, OR and NOT counted. Use 'in' for several names");
            }
            all.add(
                    switch (field) {
                        case "categories" -> new ItemFilter.InCategory(names((Map<String, Object>) value, field));
                        case "brand" -> new ItemFilter.OfBrand(names((Map<String, Object>) value, field));
                        case "createdAt" -> created((Map<String, Object>) value);
                        case "hasToken" -> new ItemFilter.HasToken(Arguments.id((String) value, TokenId::parse));
                        case "AND" -> new ItemFilter.All(filters(value, level));
                        case "OR" -> new ItemFilter.Any(filters(value, level));
                        case "NOT" -> new ItemFilter.Not(filter((Map<String, Object>) value, level + 1));
                        default -> throw new IllegalStateException("the schema lets no field '" + field + "' through");
                    });
        });
        return all.size() == 1 ? all.getFirst() : new ItemFilter.All(all);
    }

    @SuppressWarnings("unchecked") // as the schema has it
    private List<ItemFilter> filters(Object value, int level) {
        return ((List<Map<String, Object>>) value)
                .stream().map(one -> filter(one, level + 1)).toList();
    }

    private static RequestException tooComplex(String message) {
        return new RequestException(ErrorCode.TOO_COMPLEX, message);
    }

    @SuppressWarnings("unchecked") // as the schema has it
    private static Set<String> names(Map<String, Object> given, String field) {
        String one = (String) given.get("eq");
        List<String> some = (List<String>) given.get("in");
        if ((one == null) == (some == null)) {
            throw RequestException.badInput("'" + field + "' in 'where' must have either 'eq' or 'in', had "
                    + (one == null ? "neither" : "both"));
        }
        return one == null ? Set.copyOf(Objects.requireNonNull(some)) : Set.of(one);
    }

    private static ItemFilter created(Map<String, Object> given) {
        OffsetDateTime from = (OffsetDateTime) given.get("gte");
        OffsetDateTime until = (OffsetDateTime) given.get("lt");
        return new ItemFilter.Created(from == null ? null : from.toInstant(), until == null ? null : until.toInstant());
    }
}
