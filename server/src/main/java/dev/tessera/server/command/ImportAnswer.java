package dev.tessera.server.command;

import dev.tessera.graphmodel.ingest.Counts;
import dev.tessera.graphmodel.ingest.IngestReport;
import java.io.PrintStream;
import java.util.Locale;

/** Says what an import did. */
final class ImportAnswer {
    private static final Counts NONE = new Counts(0, 0, 0, 0);

    private ImportAnswer() {}

    static void print(IngestReport report, boolean validation, PrintStream out) {
        out.println(validation ? "Nothing was written. An import would find:" : "Imported:");
        line("users", report.users(), out);
        line("items", report.items(), out);
        report.features()
                .forEach((modality, counts) ->
                        line(modality.name().toLowerCase(Locale.ROOT) + " features", counts, out));
        if (!report.pictures().equals(NONE)) {
            line("pictures", report.pictures(), out);
        }
        line("interactions", report.interactions(), out);
        printRejected(report, out);
    }

    /** Prints the rows that were left out, and why. */
    static void printRejected(IngestReport report, PrintStream out) {
        if (report.rejectedTotal() > 0) {
            out.println("rows left out: " + report.rejectedTotal());
            report.rejected().forEach(rejected -> out.println("  " + rejected));
        }
        if (report.rejectedTotal() > report.rejected().size()) {
            out.println("  and " + (report.rejectedTotal() - report.rejected().size()) + " more");
        }
    }

    private static void line(String name, Counts counts, PrintStream out) {
        String duplicates = counts.duplicates() == 0 ? "" : ", " + counts.duplicates() + " repeated";
        out.printf(
                Locale.ROOT,
                "  %-15s %d new, %d changed, %d as before%s%n",
                name,
                counts.created(),
                counts.updated(),
                counts.unchanged(),
                duplicates);
    }
}
