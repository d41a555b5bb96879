package dev.tessera.graphmodel.ingest;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A row that was left out, the others kept.
 *
 * @param line the line of a text file, from 1; the row of a feature file, from 0; {@value #WHOLE_FILE} for a picture
 * @param value the offending value, or null where one is missing or the row as a whole is at fault
 * @param reason what is wrong and what is expected
 */
public record Rejected(Path file, long line, @Nullable String value, String reason) implements RowResult {
    static final long WHOLE_FILE = -1;

    private static final int SHOWN = 80;

    public Rejected {
        value = value == null || value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "...";
    }

    static Rejected wholeFile(Path file, @Nullable String value, String reason) {
        return new Rejected(file, WHOLE_FILE, value, reason);
    }

    @Override
    public String toString() {
        String place = line == WHOLE_FILE ? "" : ":" + line;
        return file + place + ": " + (value == null ? "" : "'" + value + "': ") + reason;
    }
}
