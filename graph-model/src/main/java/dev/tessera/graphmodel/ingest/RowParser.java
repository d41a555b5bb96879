package dev.tessera.graphmodel.ingest;

/** From a row as it stands to what it means, or to what is wrong with it. */
final class RowParser {
    private RowParser() {}

    static RowResult parse(Table table, RawRow row) {
        try {
            return switch (table) {
                case INTERACTIONS -> InteractionRow.of(row);
                case ITEMS -> ItemRow.of(row);
                case USERS -> UserRow.of(row);
            };
        } catch (RowFault e) {
            return new Rejected(row.file(), row.line(), e.value(), e.reason());
        }
    }
}
