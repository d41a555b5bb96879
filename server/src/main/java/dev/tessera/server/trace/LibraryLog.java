package dev.tessera.server.trace;

import java.util.logging.Level;
import java.util.logging.Logger;

/** What the library itself would log of each failure to send, past the server's log; {@link ReportedExporter} says it there. */
final class LibraryLog {
    /** Held on to: a logger that nobody holds forgets its level. */
    private static final Logger EXPORTER = Logger.getLogger("io.opentelemetry.exporter");

    private LibraryLog() {}

    static void silence() {
        EXPORTER.setLevel(Level.OFF);
    }
}
