package dev.tessera.graphmodel.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.domain.FeatureNumbers;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.Modality;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An item.
 *
 * @param properties what the file says; a null value clears the property, one that is not here stays as it is
 * @param categories distinct; null where the file does not say
 * @param brands one or none; null where the file does not say
 * @param features one row each
 */
record ItemRow(
        Path file,
        long line,
        ItemId id,
        Map<String, @Nullable Object> properties,
        @Nullable List<String> categories,
        @Nullable List<String> brands,
        Map<Modality, DenseMatrix> features)
        implements Accepted {
    private static final Path NO_FILE = Path.of("");

    static ItemRow of(RawRow row) throws RowFault {
        var id = new ItemId(row.id(row.has(Column.ITEM) ? Column.ITEM : Column.ID));
        Map<String, @Nullable Object> properties = new HashMap<>();
        for (Column column : List.of(Column.TITLE, Column.DESCRIPTION, Column.IMAGE_URL)) {
            if (row.has(column)) {
                properties.put(column.shown(), row.text(column));
            }
        }
        if (row.has(Column.HIDDEN)) {
            properties.put(Column.HIDDEN.shown(), row.isTrue(Column.HIDDEN));
        }
        if (row.has(Column.PICTURE)) {
            properties.putAll(picture(row.known().get(Column.PICTURE)));
        }
        if (row.has(Column.CREATED_AT)) {
            properties.put(Column.CREATED_AT.shown(), row.time(Column.CREATED_AT));
        }
        if (Attributes.given(row)) {
            properties.put("attributes", Attributes.of(row));
        }
        return new ItemRow(
                row.file(),
                row.line(),
                id,
                properties,
                row.has(Column.CATEGORIES) ? row.list(Column.CATEGORIES) : null,
                row.has(Column.BRAND) ? brands(row) : null,
                features(row.known().get(Column.FEATURES)));
    }

    /** {@return an item of which only the id is known} */
    static ItemRow bare(ItemId id) {
        return new ItemRow(NO_FILE, 0, id, Map.of(), null, null, Map.of());
    }

    private static List<String> brands(RawRow row) throws RowFault {
        return row.text(Column.BRAND) == null ? List.of() : List.of(row.id(Column.BRAND));
    }

    private static Map<Modality, DenseMatrix> features(@Nullable JsonNode node) throws RowFault {
        Map<Modality, DenseMatrix> features = new EnumMap<>(Modality.class);
        if (node == null || node.isNull()) {
            return features;
        }
        if (!node.isObject()) {
            throw new RowFault(node.toString(), "features must be a JSON object such as {\"text\": [0.1, 0.2]}");
        }
        for (Map.Entry<String, JsonNode> feature : node.properties()) {
            features.put(modality(feature.getKey()), vector(feature.getValue()));
        }
        return features;
    }

    /** What an export says of a picture, which is not kept itself. */
    private static Map<String, @Nullable Object> picture(@Nullable JsonNode node) throws RowFault {
        if (node == null
                || !node.isObject()
                || !node.path("by").isTextual()
                || !node.path("sha256").isTextual()) {
            throw new RowFault(
                    String.valueOf(node),
                    "imageDescription must be a JSON object with sha256, by, values and fetchedFrom, as an export writes it");
        }
        Map<String, @Nullable Object> properties = new HashMap<>();
        properties.put("imageSha256", node.path("sha256").asText());
        properties.put("imageDescribedBy", node.path("by").asText());
        if (node.has("values")) {
            properties.put("imageDescription", vector(node.path("values")).row(0));
        }
        if (node.path("fetchedFrom").isTextual()) {
            properties.put("imageFetchedFrom", node.path("fetchedFrom").asText());
        }
        return properties;
    }

    private static Modality modality(String key) throws RowFault {
        for (Modality modality : Modality.values()) {
            if (modality.key().equals(key)) {
                return modality;
            }
        }
        throw new RowFault(key, "a feature must be one of text, image and audio");
    }

    private static DenseMatrix vector(JsonNode node) throws RowFault {
        if (!node.isArray() || node.isEmpty()) {
            throw new RowFault(node.toString(), "a feature must be an array of numbers");
        }
        float[] values = new float[node.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = node.get(i).isNumber() ? node.get(i).floatValue() : Float.NaN;
            if (!FeatureNumbers.allow(values[i])) {
                throw new RowFault(node.get(i).toString(), "number " + i + " of a feature " + FeatureNumbers.RULE);
            }
        }
        return new DenseMatrix(1, values.length, values);
    }
}
