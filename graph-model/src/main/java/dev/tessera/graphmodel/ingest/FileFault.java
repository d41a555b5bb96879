package dev.tessera.graphmodel.ingest;

import java.nio.file.Path;

/**
 * What makes a whole file unusable. Any of these stops an import before its first write.
 *
 * @param reason what was found there and what is expected
 */
public record FileFault(Path file, String reason) {
    @Override
    public String toString() {
        return file + ": " + reason;
    }
}
