package dev.tessera.graphmodel.store;

import java.util.List;

/** What came of a query by an analyst. */
public sealed interface Analysis {
    /**
     * The answer.
     *
     * @param complete whether these are all rows
     */
    record Table(List<String> columns, List<Row> rows, boolean complete) implements Analysis {
        public Table {
            columns = List.copyOf(columns);
            rows = List.copyOf(rows);
        }
    }

    /** It makes no sense, or does more than reading. */
    record Refused(String reason) implements Analysis {}

    /** It took too long, or others did before it. */
    record TooLong(String reason) implements Analysis {}

    /** It needed too much memory. */
    record TooLarge(String reason) implements Analysis {}
}
