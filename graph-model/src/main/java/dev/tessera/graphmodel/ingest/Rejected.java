package dev.tessera.graphmodel.ingest;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A row that was left out, the others kept.
 *
 * @param line the line of a text file, from 1; the row of a feature file, from 0
 * @param value the offending value, or null where one is missing or the row as a whole is at fault
 * @param reason what is wrong and what is expected
 */
public record Rejected(Path file, long line, @Nullable String value, String reason) implements RowResult {
    private static final int SHOWN = 80;

    public Rejected {
        value = value == null || value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "...";
    }

    @Override
    public String toString() {
        return file + ":" + line + ": " + (value == null ? "" : "'" + value + "': ") + reason;
    }
}
