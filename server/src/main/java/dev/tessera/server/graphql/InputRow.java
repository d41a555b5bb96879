package dev.tessera.server.graphql;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One input object, as the schema lets it through. */
record InputRow(Map<String, @Nullable Object> fields) {
    private static final int LONGEST_ID = 512;
    private static final int LONGEST_TEXT = 100_000;
    private static final int LAST_YEAR = 9999;

    /** {@return true where the field was given, be it null} */
    boolean has(String field) {
        return fields.containsKey(field);
    }

    /** {@return an id, or a short name that is kept like one} */
    String id(String field) {
        String value = textOrNull(field);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("'" + field + "' must not be blank");
        }
        return checked(field, value);
    }

    static String checked(String field, String value) {
        if (value.length() > LONGEST_ID) {
            throw new IllegalArgumentException(
                    "'" + field + "' has " + value.length() + " characters, at most " + LONGEST_ID + " may be");
        }
        if (value.chars().anyMatch(Character::isISOControl) || !isWellFormed(value)) {
            throw new IllegalArgumentException("'" + field + "' holds a control character. Remove it");
        }
        return value;
    }

    private static boolean isWellFormed(String value) {
        return java.nio.charset.StandardCharsets.UTF_8.newEncoder().canEncode(value);
    }

    @Nullable
    String idOrNull(String field) {
        return fields.get(field) == null ? null : id(field);
    }

    @Nullable
    String textOrNull(String field) {
        String value = (String) fields.get(field);
        if (value != null && value.length() > LONGEST_TEXT) {
            throw new IllegalArgumentException(
                    "'" + field + "' has " + value.length() + " characters, at most " + LONGEST_TEXT + " may be");
        }
        if (value != null && !isWellFormed(value)) {
            throw new IllegalArgumentException("'" + field + "' holds half a character (a lone surrogate). Remove it");
        }
        return value;
    }

    @Nullable
    Instant instantOrNull(String field) {
        OffsetDateTime value = (OffsetDateTime) fields.get(field);
        if (value != null && (value.getYear() < 1 || value.getYear() > LAST_YEAR)) {
            throw new IllegalArgumentException(
                    "'" + field + "' must be in the years 1 to " + LAST_YEAR + ", was " + value);
        }
        return value == null ? null : value.toInstant();
    }

    double number(String field, double otherwise) {
        Number value = (Number) fields.get(field);
        double number = value == null ? otherwise : value.doubleValue();
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException("'" + field + "' must be finite, was " + number);
        }
        return number;
    }

    @SuppressWarnings("unchecked") // as the schema has it
    @Nullable
    List<String> textsOrNull(String field) {
        return (List<String>) fields.get(field);
    }

    /** {@return input objects of a list, none where it was not given} */
    @SuppressWarnings("unchecked") // as the schema has it
    List<InputRow> rows(String field) {
        var rows = (List<Map<String, @Nullable Object>>) fields.get(field);
        return rows == null ? List.of() : rows.stream().map(InputRow::new).toList();
    }
}
