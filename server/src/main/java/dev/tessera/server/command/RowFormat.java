package dev.tessera.server.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.tessera.graphmodel.store.Row;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How rows are printed. */
sealed interface RowFormat {
    /** Prints all rows; where there are none, formats with a header print nothing, for nothing names their columns. */
    void print(List<Row> rows, PrintStream out);

    /** Columns side by side for people; cells longer than {@code cellWidth} characters are cut. */
    record Table(int cellWidth) implements RowFormat {
        @Override
        public void print(List<Row> rows, PrintStream out) {
            TextTable.of(rows, cellWidth).print(out);
        }
    }

    /** One array of objects. */
    record Json() implements RowFormat {
        private static final JsonMapper JSON = new JsonMapper();

        @Override
        public void print(List<Row> rows, PrintStream out) {
            List<Map<String, @Nullable Object>> plain =
                    rows.stream().map(PlainValues::ofRow).toList();
            try {
                out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(plain));
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A header and a line a row; lists and maps as JSON. */
    record Csv() implements RowFormat {
        private static final CsvMapper CSV = new CsvMapper();

        @Override
        public void print(List<Row> rows, PrintStream out) {
            if (rows.isEmpty()) {
                return;
            }
            var schema = CsvSchema.builder()
                    .addColumns(rows.getFirst().columns().keySet(), CsvSchema.ColumnType.STRING)
                    .setUseHeader(true);
            List<Map<String, String>> cells =
                    rows.stream().map(PlainValues::ofRowAsText).toList();
            try {
                out.print(CSV.writer(schema.build()).writeValueAsString(cells));
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
