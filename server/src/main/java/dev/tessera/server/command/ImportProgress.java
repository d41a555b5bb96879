package dev.tessera.server.command;

import dev.tessera.graphmodel.ingest.IngestProgress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A bar for each phase of an import. */
final class ImportProgress implements IngestProgress, AutoCloseable {
    private final Caller caller;
    private @Nullable Phase phase;
    private @Nullable ProgressBar bar;

    ImportProgress(Caller caller) {
        this.caller = caller;
    }

    @Override
    public void at(Phase reached, int done, int total) {
        if (bar == null || reached != phase) {
            close();
            phase = reached;
            bar = new ProgressBar(caller, reached.name().toLowerCase(Locale.ROOT));
        }
        if (total > 0) {
            bar.at(done, total);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
