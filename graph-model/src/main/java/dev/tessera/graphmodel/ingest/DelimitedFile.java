package dev.tessera.graphmodel.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads comma separated values with quoting, and tab separated ones without. */
final class DelimitedFile {
    private static final CsvFactory CSV =
            CsvFactory.builder().enable(CsvParser.Feature.SKIP_EMPTY_LINES).build();

    private final Path file;
    private final Consumer<RowResult> sink;
    private @Nullable Header header;
    private long rows;

    private DelimitedFile(Path file, Consumer<RowResult> sink) {
        this.file = file;
        this.sink = sink;
    }

    /** Hands every row to {@code sink}, and answers what the rows are. */
    static Table read(Path file, Consumer<RowResult> sink) throws FileFaultException {
        var reading = new DelimitedFile(file, sink);
        try (BufferedReader text = TextFile.open(file)) {
            if (file.toString().endsWith(".csv")) {
                reading.commas(text);
            } else {
                reading.tabs(text);
            }
        } catch (JsonProcessingException e) {
            throw new FileFaultException(
                    file, "line " + e.getLocation().getLineNr() + " is not CSV: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new FileFaultException(file, e);
        }
        if (reading.header == null || reading.rows == 0) {
            throw new FileFaultException(file, "is empty: it has no row but the header");
        }
        return reading.header.table();
    }

    private void tabs(BufferedReader text) throws IOException, FileFaultException {
        long line = 1;
        for (String row = text.readLine(); row != null; row = text.readLine()) {
            if (!row.isBlank()) {
                row(line, List.of(row.split("\t", -1)));
            }
            line++;
        }
    }

    private void commas(BufferedReader text) throws IOException, FileFaultException {
        try (CsvParser parser = CSV.createParser(text)) {
            while (parser.nextToken() == JsonToken.START_ARRAY) {
                List<String> cells = new ArrayList<>();
                long line = 0;
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    line = cells.isEmpty() ? parser.currentTokenLocation().getLineNr() : line;
                    cells.add(parser.getText());
                }
                row(line, cells);
            }
        }
    }

    private void row(long line, List<String> cells) throws FileFaultException {
        if (header == null) {
            header = Header.of(file, cells);
            return;
        }
        rows++;
        sink.accept(header.row(line, cells));
    }
}
