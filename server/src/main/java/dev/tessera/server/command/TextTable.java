package dev.tessera.server.command;

import dev.tessera.graphmodel.store.Row;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Columns side by side, each as wide as its widest cell. Numbers stand right. */
final class TextTable {
    private static final String GAP = "  ";
    private static final String CUT = "...";

    private final List<Column> columns;
    private final int rows;

    private record Column(String name, int width, boolean right, List<String> cells) {
        String padded(String cell) {
            String space = " ".repeat(width - length(cell));
            return right ? space + cell : cell + space;
        }
    }

    private TextTable(List<Column> columns, int rows) {
        this.columns = columns;
        this.rows = rows;
    }

    static TextTable of(List<Row> rows, int cellWidth) {
        Set<String> names =
                rows.isEmpty() ? Set.of() : rows.getFirst().columns().keySet();
        List<Column> columns =
                names.stream().map(name -> column(name, rows, cellWidth)).toList();
        return new TextTable(columns, rows.size());
    }

    private static Column column(String name, List<Row> rows, int cellWidth) {
        List<String> cells = new ArrayList<>();
        int width = length(name);
        boolean numbers = true;
        for (Row row : rows) {
            String cell = cut(clean(PlainValues.ofRowAsText(row).getOrDefault(name, "")), cellWidth);
            cells.add(cell);
            width = Math.max(width, length(cell));
            numbers &= row.columns().get(name) instanceof Number;
        }
        return new Column(name, width, numbers, cells);
    }

    /** Control characters in the data must not reach a terminal. */
    private static String clean(String cell) {
        return cell.replaceAll("\\p{Cntrl}", " ");
    }

    private static String cut(String cell, int width) {
        if (length(cell) <= width) {
            return cell;
        }
        return cell.substring(0, cell.offsetByCodePoints(0, width - CUT.length())) + CUT;
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }

    void print(PrintStream out) {
        if (rows == 0) {
            return;
        }
        out.println(line(columns.stream().map(c -> c.padded(c.name())).toList()));
        out.println(line(columns.stream().map(c -> "-".repeat(c.width())).toList()));
        for (int row = 0; row < rows; row++) {
            int current = row;
            out.println(line(
                    columns.stream().map(c -> c.padded(c.cells().get(current))).toList()));
        }
    }

    private static String line(List<String> cells) {
        return String.join(GAP, cells).stripTrailing();
    }
}
