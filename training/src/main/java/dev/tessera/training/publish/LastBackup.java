package dev.tessera.training.publish;

import dev.tessera.graphmodel.file.Durable;
import dev.tessera.training.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;

/** {@code last-backup} in the data folder: the latest moment at which a backup shows the data. */
final class LastBackup {
    private static final String NAME = "last-backup";

    private final Path file;

    LastBackup(Path dataFolder) {
        file = dataFolder.resolve(NAME);
    }

    /** {@return the moment; long ago where there was no backup} */
    Instant at() {
        try {
            return Files.exists(file) ? Instant.parse(Files.readString(file).strip()) : Instant.EPOCH;
        } catch (IOException | DateTimeException e) {
            throw new TrainingException(
                    file + " should have the moment of the last backup: " + e.getMessage() + ". Delete it if the clock"
                            + " was never put back",
                    e);
        }
    }

    /** Notes a backup; it is on the disk when this returns. */
    void note(Instant backup) {
        if (!backup.isAfter(at())) {
            return;
        }
        try {
            Path draft = file.resolveSibling(NAME + ".new");
            Files.writeString(draft, backup + "\n");
            Durable.force(draft);
            Durable.rename(draft, file);
        } catch (IOException e) {
            throw new TrainingException("that a backup is made cannot be noted in " + file + ": " + e, e);
        }
    }
}
