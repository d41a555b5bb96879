package dev.tessera.graphmodel.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads one JSON object a line. */
final class JsonLines {
    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build()
            .readerFor(JsonNode.class);

    private final Path file;
    private final boolean isExact;
    private final Consumer<RowResult> sink;
    private @Nullable Table table;

    private JsonLines(Path file, @Nullable Table table, Consumer<RowResult> sink) {
        this.file = file;
        this.table = table;
        this.isExact = table != null;
        this.sink = sink;
    }

    /** Hands every row to {@code sink}, and answers what the rows are. */
    static Table read(Path file, Consumer<RowResult> sink) throws FileFaultException {
        var reading = new JsonLines(file, null, sink);
        reading.read();
        if (reading.table == null) {
            throw new FileFaultException(file, "is not JSON Lines: no line is a JSON object");
        }
        return reading.table;
    }

    /** Hands every row of a file that an export wrote to {@code sink}. */
    static void readExact(Path file, Table table, Consumer<RowResult> sink) throws FileFaultException {
        new JsonLines(file, table, sink).read();
    }

    private void read() throws FileFaultException {
        try (BufferedReader text = TextFile.open(file)) {
            long line = 1;
            for (String row = text.readLine(); row != null; row = text.readLine()) {
                line(line++, row);
            }
        } catch (IOException e) {
            throw new FileFaultException(file, e);
        }
    }

    private void line(long line, String text) throws FileFaultException {
        if (text.isBlank()) {
            return;
        }
        try {
            row(line, parse(text));
        } catch (RowFault e) {
            sink.accept(new Rejected(file, line, e.value(), e.reason()));
        }
    }

    private static ObjectNode parse(String text) throws RowFault {
        JsonNode node;
        try {
            node = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new RowFault(text, "is not JSON: " + e.getOriginalMessage());
        }
        if (!(node instanceof ObjectNode object)) {
            throw new RowFault(text, "must be a JSON object");
        }
        if (text.contains("\\u") && !UTF_8.newEncoder().canEncode(node.toString())) {
            throw new RowFault(text, "holds half of a surrogate pair, which no text can");
        }
        return object;
    }

    private void row(long line, ObjectNode object) throws FileFaultException, RowFault {
        Map<String, JsonNode> other = new LinkedHashMap<>();
        object.forEachEntry(other::put);
        if (table == null) {
            table = Table.of(file, other.keySet());
        }
        Map<Column, JsonNode> known = new EnumMap<>(Column.class);
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            Column column = table.column(entry.getKey());
            if (column == null) {
                continue;
            }
            if (known.put(column, entry.getValue()) != null) {
                throw new RowFault(entry.getKey(), "two keys mean " + column.shown() + ". Keep one");
            }
            other.remove(entry.getKey());
        }
        sink.accept(RowParser.parse(table, new RawRow(file, line, known, other, isExact)));
    }
}
