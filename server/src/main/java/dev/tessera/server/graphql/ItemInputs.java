package dev.tessera.server.graphql;

import dev.tessera.graphmodel.change.ItemChange;
import dev.tessera.graphmodel.domain.FeatureNumbers;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.encode.Picture;
import dev.tessera.graphmodel.encode.PictureException;
import dev.tessera.server.live.LiveItem;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads an {@code ItemInput}: an absent field is left as it is, null clears it. */
final class ItemInputs {
    private static final List<String> TEXTS = List.of("title", "description", "imageUrl");

    private ItemInputs() {}

    static LiveItem item(InputRow row) {
        ItemChange change = change(row);
        if (!row.has("image")) {
            return LiveItem.of(change);
        }
        String image = (String) row.fields().get("image");
        return LiveItem.withPicture(change, image == null ? null : picture(image));
    }

    /** Decoded once here, so that one that cannot be read rejects its own row alone. */
    private static byte[] picture(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'image' is not base64: " + e.getMessage(), e);
        }
        try {
            Picture.decode(bytes);
            return bytes;
        } catch (PictureException e) {
            throw new IllegalArgumentException("'image' cannot be read: " + e.getMessage(), e);
        }
    }

    private static ItemChange change(InputRow row) {
        Map<String, @Nullable Object> properties = new HashMap<>();
        for (String field : TEXTS) {
            if (row.has(field)) {
                properties.put(field, row.textOrNull(field));
            }
        }
        if (row.has("hidden")) {
            properties.put("hidden", Boolean.TRUE.equals(row.fields().get("hidden")));
        }
        if (row.has("createdAt")) {
            properties.put("createdAt", row.instantOrNull("createdAt"));
        }
        if (row.has("attributes")) {
            properties.put("attributes", attributes(row));
        }
        return new ItemChange(new ItemId(row.id("id")), properties, categories(row), brands(row), features(row));
    }

    static @Nullable String attributes(InputRow row) {
        Object value = row.fields().get("attributes");
        if (value != null && !(value instanceof Map)) {
            throw new IllegalArgumentException("'attributes' must be a JSON object, such as {\"price\": 4.5}");
        }
        return value == null ? null : StoredJson.write(value);
    }

    private static @Nullable List<String> categories(InputRow row) {
        if (!row.has("categories")) {
            return null;
        }
        List<String> names = row.textsOrNull("categories");
        if (names == null) {
            return List.of();
        }
        names.forEach(n -> name("categories", n));
        return names.stream().distinct().toList();
    }

    private static @Nullable List<String> brands(InputRow row) {
        if (!row.has("brand")) {
            return null;
        }
        String brand = row.textOrNull("brand");
        return brand == null ? List.of() : List.of(name("brand", brand));
    }

    private static String name(String field, String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("'" + field + "' must not hold a blank name");
        }
        return InputRow.checked(field, name);
    }

    private static Map<Modality, float @Nullable []> features(InputRow row) {
        Map<Modality, float @Nullable []> features = new EnumMap<>(Modality.class);
        if (!row.has("features")) {
            return features;
        }
        if (row.fields().get("features") == null) {
            for (Modality modality : Modality.values()) {
                features.put(modality, null);
            }
            return features;
        }
        for (InputRow feature : row.rows("features")) {
            Modality modality = Modality.valueOf(String.valueOf(feature.fields().get("modality")));
            if (features.put(modality, vector(feature, modality)) != null) {
                throw new IllegalArgumentException("'features' has " + modality + " twice");
            }
        }
        return features;
    }

    private static float[] vector(InputRow feature, Modality modality) {
        List<?> numbers = new ArrayList<>(
                (List<?>) Objects.requireNonNull(feature.fields().get("vector")));
        if (numbers.isEmpty()) {
            throw new IllegalArgumentException("the " + modality + " feature has no numbers");
        }
        float[] vector = new float[numbers.size()];
        for (int k = 0; k < vector.length; k++) {
            vector[k] = ((Number) numbers.get(k)).floatValue();
            if (!FeatureNumbers.allow(vector[k])) {
                throw new IllegalArgumentException("number " + k + " of the " + modality + " feature "
                        + FeatureNumbers.RULE + ", was " + numbers.get(k));
            }
        }
        return vector;
    }
}
