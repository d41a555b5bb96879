package dev.tessera.graphmodel.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One row as it stands in its file; a value of a delimited file is a JSON string, an empty one JSON null.
 *
 * @param known values of the columns that the file has and that mean something
 * @param other values under the file's own names
 * @param isExact true where an export wrote the row: texts mean what they say, white space and all
 */
record RawRow(Path file, long line, Map<Column, JsonNode> known, Map<String, JsonNode> other, boolean isExact) {
    private static final Pattern LIST_SEPARATOR = Pattern.compile("[|;]");

    boolean has(Column column) {
        return known.containsKey(column);
    }

    /** {@return the value without surrounding white space; null where there is none or only white space} */
    @Nullable
    String text(Column column) throws RowFault {
        JsonNode node = known.get(column);
        if (node == null || node.isNull()) {
            return null;
        }
        if (node.isContainerNode()) {
            throw new RowFault(node.toString(), column.shown() + " must be one value, not an array or object");
        }
        if (isExact) {
            return node.asText();
        }
        String text = node.asText().strip();
        return text.isEmpty() ? null : text;
    }

    /** {@return a checked id} */
    String id(Column column) throws RowFault {
        String text = text(column);
        if (text == null || text.isBlank()) {
            throw new RowFault(null, column.shown() + " is missing or blank");
        }
        return Values.id(text, column);
    }

    /** {@return the value of a column that says yes or no; no where it says nothing} */
    boolean isTrue(Column column) throws RowFault {
        String text = text(column);
        return text != null && Values.yes(text, column);
    }

    @Nullable
    Instant time(Column column) throws RowFault {
        String text = text(column);
        return text == null ? null : Values.time(text, column);
    }

    /** {@return the distinct entries of a JSON array or of text separated by {@code |} or {@code ;}, in order} */
    List<String> list(Column column) throws RowFault {
        Set<String> entries = new LinkedHashSet<>();
        for (String entry : entries(column)) {
            String name = isExact ? entry : entry.strip();
            if (!name.isBlank()) {
                entries.add(Values.id(name, column));
            }
        }
        return List.copyOf(entries);
    }

    private List<String> entries(Column column) throws RowFault {
        JsonNode node = known.get(column);
        if (node == null || !node.isArray()) {
            String text = text(column);
            return text == null ? List.of() : List.of(LIST_SEPARATOR.split(text));
        }
        List<String> entries = new ArrayList<>();
        for (JsonNode entry : node) {
            entries.add(entry(entry, column));
        }
        return entries;
    }

    private static String entry(JsonNode entry, Column column) throws RowFault {
        if (entry.isContainerNode() || entry.isNull()) {
            throw new RowFault(entry.toString(), "each of " + column.shown() + " must be a string");
        }
        return entry.asText();
    }
}
