package dev.tessera.graphmodel.ingest;

import java.util.List;
import java.util.function.Consumer;

/** Cuts work into batches, each small enough for one transaction. */
final class Batches {
    static final int ROWS = 5_000;

    private Batches() {}

    /** Hands {@code rows} over in batches of at most {@code size} and tells {@code progress} before, between and after. */
    static <T> void each(
            IngestProgress.Phase phase, List<T> rows, int size, IngestProgress progress, Consumer<List<T>> work) {
        progress.at(phase, 0, rows.size());
        for (int from = 0; from < rows.size(); from += size) {
            int until = Math.min(rows.size(), from + size);
            work.accept(rows.subList(from, until));
            progress.at(phase, until, rows.size());
        }
    }
}
