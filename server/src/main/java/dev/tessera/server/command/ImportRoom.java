package dev.tessera.server.command;

import dev.tessera.graphmodel.ingest.IngestProgress;
import dev.tessera.server.live.DiskRoom;

/**
 * Ends an import between two batches where the disk has too little room left. What is written so far stays, and importing the same
 * again goes on from there.
 */
record ImportRoom(DiskRoom room, IngestProgress progress) implements IngestProgress {
    @Override
    public void at(Phase phase, int done, int total) {
        if (phase.compareTo(Phase.USERS) >= 0 && done < total) {
            room.require();
        }
        progress.at(phase, done, total);
    }
}
