package dev.tessera.training.publish;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** When the data was read that models are trained on. Thread-safe. */
final class ReadMoments {
    private static final Duration TICK = Duration.ofMillis(1);

    private Instant last = Instant.EPOCH;

    synchronized void note(Instant at) {
        last = at.isAfter(last) ? at : last;
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
        return now.isAfter(last) ? now : last.plus(TICK);
    }
}
