package dev.tessera.graphmodel.ingest;

import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the rows of a file are, and the columns that have a meaning in it. */
enum Table {
    INTERACTIONS(
            Column.USER,
            Column.ITEM,
            Column.KIND,
            Column.WEIGHT,
            Column.AT,
            Column.EVENT_ID,
            Column.SPLIT,
            Column.RECOMMENDATION),
    ITEMS(
            Column.ITEM,
            Column.ID,
            Column.TITLE,
            Column.DESCRIPTION,
            Column.CATEGORIES,
            Column.BRAND,
            Column.TAGS,
            Column.IMAGE_URL,
            Column.HIDDEN,
            Column.CREATED_AT,
            Column.FEATURES,
            Column.PICTURE,
            Column.ATTRIBUTES),
    USERS(Column.USER, Column.ATTRIBUTES);

    @SuppressWarnings("ImmutableEnumChecker") // nobody changes the set
    private final Set<Column> columns;

    Table(Column first, Column... rest) {
        this.columns = EnumSet.of(first, rest);
    }

    /** {@return the table with these columns: with users and items interactions, else items, else users} */
    static Table of(Path file, Collection<String> names) throws FileFaultException {
        boolean users = names.stream().anyMatch(Column.USER::isNamed);
        if (names.stream().anyMatch(Column.ITEM::isNamed)) {
            return users ? INTERACTIONS : ITEMS;
        }
        if (users) {
            return USERS;
        }
        if (names.stream().anyMatch(Column.ID::isNamed)) {
            return ITEMS;
        }
        throw new FileFaultException(
                file,
                "neither users nor items: found the columns " + names + ", expected userId and itemId for interactions,"
                        + " itemId for items, or userId for users");
    }

    /** {@return the column that a header means here, or null where it has no meaning} */
    @Nullable
    Column column(String header) {
        for (Column column : columns) {
            if (column.isNamed(header)) {
                return column;
            }
        }
        return null;
    }
}
