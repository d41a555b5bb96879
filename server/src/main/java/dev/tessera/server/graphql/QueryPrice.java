package dev.tessera.server.graphql;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a field, or several beside each other, cost with all below: made once for a document, worked out anew for each
 * request by its variables.
 *
 * @param own what the field costs by itself
 * @param times how often what lies below is answered
 * @param handedDown what {@link Count.FromAbove} is below this field; null: what it is above
 * @param rows the lists that are given to the field
 * @param rowPrice for each entry of such a list
 */
record QueryPrice(
        int own, Count times, @Nullable Count handedDown, List<Count> rows, int rowPrice, List<QueryPrice> below) {
    /** A number of entries. */
    sealed interface Count {
        Count ONE = new Fixed(1);

        record Fixed(int count) implements Count {}

        /** What the variable for {@code first} says, or {@code standard} where it is absent. */
        record First(String variable, int standard) implements Count {}

        /** The length of the list that the variable holds. */
        record Length(String variable) implements Count {}

        /** The length of all lists that are given to this field. */
        record Rows() implements Count {}

        /** What a field above handed down: how long its connection is, or how many rows its mutation has. */
        record FromAbove() implements Count {}
    }

    private static final QueryPrice NOTHING = together(List.of());

    QueryPrice {
        rows = List.copyOf(rows);
        below = List.copyOf(below);
    }

    static QueryPrice together(List<QueryPrice> parts) {
        return new QueryPrice(0, Count.ONE, null, List.of(), 0, parts);
    }

    static QueryPrice nothing() {
        return NOTHING;
    }

    /**
     * {@return units of {@link FieldPrices}; {@link Integer#MAX_VALUE} for that and all above}
     *
     * @param variables as the operation's own types have them
     */
    int with(Map<String, ? extends @Nullable Object> variables) {
        return (int) new Sum(variables).of(this, 1);
    }

    private record Sum(Map<String, ? extends @Nullable Object> variables) {
        long of(QueryPrice price, long above) {
            long given = 0;
            for (Count some : price.rows) {
                given += count(some, 0, above);
            }
            long handedDown = price.handedDown == null ? above : count(price.handedDown, given, above);
            long below = 0;
            for (QueryPrice part : price.below) {
                below += of(part, handedDown);
            }
            long all = price.own + given * price.rowPrice + count(price.times, given, above) * below;
            return Math.min(all, Integer.MAX_VALUE);
        }

        private long count(Count count, long given, long above) {
            return switch (count) {
                case Count.Fixed(int fixed) -> fixed;
                case Count.First(String variable, int standard) -> first(variables.get(variable), standard);
                case Count.Length(String variable) -> variables.get(variable) instanceof List<?> list ? list.size() : 1;
                case Count.Rows() -> given;
                case Count.FromAbove() -> above;
            };
        }

        private static long first(@Nullable Object value, int standard) {
            return Math.clamp(value instanceof Integer asked ? asked : standard, 1, Arguments.MAXIMUM_FIRST);
        }
    }
}
