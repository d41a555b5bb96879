package dev.tessera.graphmodel.ingest;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.Row;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes users, items and interactions as JSON Lines that {@link EventSource.ExportFolder} reads back to an equal graph,
 * each in the order of its ids, so that equal graphs give equal files. What Tessera makes of them is left out: encoded features,
 * tokens and models.
 */
public final class GraphExport {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int ROWS = 1_000;

    private final Graph graph;

    /** An export of a graph that nobody changes meanwhile. */
    public GraphExport(Graph graph) {
        this.graph = graph;
    }

    /** How many there were of each. */
    public record Exported(long users, long items, long interactions) {}

    /**
     * Writes the files into a folder that is there and empty.
     *
     * @throws IOException where one cannot be written
     */
    public Exported write(Path folder) throws IOException {
        ObjectNode mark = JSON.createObjectNode().put("format", ExportFiles.FORMAT);
        Files.writeString(folder.resolve(ExportFiles.MARK), mark + "\n");
        return new Exported(
                write("export_users", GraphExport::user, folder.resolve(ExportFiles.USERS)),
                write("export_items", GraphExport::item, folder.resolve(ExportFiles.ITEMS)),
                write("export_interactions", GraphExport::interaction, folder.resolve(ExportFiles.INTERACTIONS)));
    }

    private long write(String statement, Function<Row, ObjectNode> line, Path file) throws IOException {
        long count = 0;
        String after = "";
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            List<Row> page = page(statement, after);
            while (!page.isEmpty()) {
                for (Row row : page) {
                    out.write(line.apply(row).toString());
                    out.write('\n');
                }
                count += page.size();
                after = page.getLast().string("id");
                page = page(statement, after);
            }
        }
        return count;
    }

    private List<Row> page(String statement, String after) {
        return graph.read(tx -> tx.run(statement, Map.of("after", after, "limit", ROWS)));
    }

    private static ObjectNode user(Row row) {
        ObjectNode user = JSON.createObjectNode().put(Column.USER.shown(), row.string("id"));
        put(user, Column.ATTRIBUTES, row.stringOrNull("attributes"));
        return user;
    }

    private static ObjectNode item(Row row) {
        ObjectNode item = JSON.createObjectNode().put(Column.ITEM.shown(), row.string("id"));
        put(item, Column.TITLE, row.stringOrNull("title"));
        put(item, Column.DESCRIPTION, row.stringOrNull("description"));
        ArrayNode categories = item.putArray(Column.CATEGORIES.shown());
        row.strings("categories").forEach(categories::add);
        put(item, Column.BRAND, row.stringOrNull("brand"));
        put(item, Column.IMAGE_URL, row.stringOrNull("imageUrl"));
        item.put(Column.HIDDEN.shown(), row.bool("hidden"));
        put(item, Column.CREATED_AT, row.instantOrNull("createdAt"));
        put(item, Column.ATTRIBUTES, row.stringOrNull("attributes"));
        putFeatures(item, row);
        String checksum = row.stringOrNull("pictureSha256");
        if (checksum != null) {
            ObjectNode picture = item.putObject(Column.PICTURE.shown())
                    .put("sha256", checksum)
                    .put("by", row.string("describedBy"));
            put(picture, "values", row.floatsOrNull("pictureDescription"));
            String fetchedFrom = row.stringOrNull("fetchedFrom");
            if (fetchedFrom != null) {
                picture.put("fetchedFrom", fetchedFrom);
            }
        }
        return item;
    }

    private static void putFeatures(ObjectNode item, Row row) {
        Map<String, float[]> given = new HashMap<>();
        for (Modality modality : Modality.values()) {
            float[] feature = row.floatsOrNull(modality.key());
            if (feature != null) {
                given.put(modality.key(), feature);
            }
        }
        if (given.isEmpty()) {
            return;
        }
        ObjectNode features = item.putObject(Column.FEATURES.shown());
        for (Modality modality : Modality.values()) {
            put(features, modality.key(), given.get(modality.key()));
        }
    }

    private static ObjectNode interaction(Row row) {
        ObjectNode event = JSON.createObjectNode()
                .put(Column.EVENT_ID.shown(), row.string("id"))
                .put(Column.USER.shown(), row.string("user"))
                .put(Column.ITEM.shown(), row.string("item"))
                .put(Column.KIND.shown(), row.string("kind"))
                .put(Column.WEIGHT.shown(), row.number("weight"))
                .put(Column.AT.shown(), row.instant("at").toString());
        put(event, Column.SPLIT, row.stringOrNull("split"));
        put(event, Column.RECOMMENDATION, row.stringOrNull("recommendation"));
        return event;
    }

    private static void put(ObjectNode object, Column column, @Nullable Object value) {
        if (value != null) {
            object.put(column.shown(), value.toString());
        }
    }

    /** Each number in the shortest digits that are read as the same float. */
    private static void put(ObjectNode object, String name, float @Nullable [] values) {
        if (values != null) {
            ArrayNode array = object.putArray(name);
            for (float value : values) {
                array.add(value);
            }
        }
    }
}
