package dev.tessera.graphmodel.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The first line of a delimited file; knows what each further row means. */
final class Header {
    private final Path file;
    private final Table table;
    private final List<String> names;
    private final List<@Nullable Column> columns;

    private Header(Path file, Table table, List<String> names, List<@Nullable Column> columns) {
        this.file = file;
        this.table = table;
        this.names = names;
        this.columns = columns;
    }

    static Header of(Path file, List<String> cells) throws FileFaultException {
        List<String> names = cells.stream().map(String::strip).toList();
        Table table = Table.of(file, names);
        List<@Nullable Column> columns = new ArrayList<>();
        Set<Object> seen = new HashSet<>();
        for (String name : names) {
            Column column = table.column(name);
            columns.add(column);
            if (name.isEmpty() || !seen.add(column == null ? name : column)) {
                throw new FileFaultException(
                        file, "column '" + name + "' has no name of its own in the header " + names + ". Rename it");
            }
        }
        return new Header(file, table, names, columns);
    }

    Table table() {
        return table;
    }

    RowResult row(long line, List<String> cells) {
        if (cells.size() != names.size()) {
            return new Rejected(
                    file,
                    line,
                    String.join("\t", cells),
                    "has " + cells.size() + " columns, the header has " + names.size());
        }
        Map<Column, JsonNode> known = new EnumMap<>(Column.class);
        Map<String, JsonNode> other = new LinkedHashMap<>();
        for (int i = 0; i < cells.size(); i++) {
            JsonNode value = cells.get(i).isBlank() ? NullNode.instance : TextNode.valueOf(cells.get(i));
            Column column = columns.get(i);
            if (column == null) {
                other.put(names.get(i), value);
            } else {
                known.put(column, value);
            }
        }
        return RowParser.parse(table, new RawRow(file, line, known, other, false));
    }
}
