package dev.tessera.training.publish;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** When the data was read that models are trained on, and that backups show. Thread-safe. */
final class ReadMoments {
    private static final Duration TICK = Duration.ofMillis(1);

    private final LastBackup backup;
    private Instant last = Instant.EPOCH;

    ReadMoments(LastBackup backup) {
        this.backup = backup;
    }

    synchronized void note(Instant at) {
        last = at.isAfter(last) ? at : last;
    }

    /** Notes, also for later processes, that a backup has the data as it was at a moment. */
    synchronized void noteBackup(Instant at) {
        backup.note(at);
    }

    /** Notes when the data of an artifact was read, where that can be told. */
    void noteOf(Path artifact) {
        try {
            if (ProvenanceFile.isThere(artifact)) {
                note(ProvenanceFile.dataAt(ProvenanceFile.read(artifact)));
            }
        } catch (IOException e) {
            // it is damaged, which whoever erases from it has to say
        }
    }

    /** {@return the moment, or the first one after all that were noted where that is later} */
    synchronized Instant later(Instant now) {
        note(backup.at());
        return now.isAfter(last) ? now : last.plus(TICK);
    }
}
