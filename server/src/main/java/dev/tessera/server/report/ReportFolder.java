package dev.tessera.server.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where a report goes: a folder with nothing in it but, at most, a former report. */
public final class ReportFolder {
    private static final String FILE = "index.html";

    private final Path folder;

    private ReportFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * {@return a folder, made where there was none}
     *
     * @throws IllegalArgumentException where it holds anything that no report would have left there, or cannot be written to
     */
    public static ReportFolder at(Path folder) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new IllegalArgumentException("--report " + folder + " is a file. Name a folder");
        }
        if (Files.isDirectory(folder)) {
            refuseForeign(folder);
        }
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, "report", null));
        } catch (IOException e) {
            throw new IllegalArgumentException("--report " + folder + " cannot be written to: " + e, e);
        }
        return new ReportFolder(folder);
    }

    private static void refuseForeign(Path folder) {
        try (Stream<Path> listed = Files.list(folder)) {
            List<Path> foreign = listed.filter(file -> !isReport(file)).sorted().toList();
            if (!foreign.isEmpty()) {
                throw new IllegalArgumentException(
                        "--report " + folder + " holds other files than a former report, such as "
                                + foreign.getFirst().getFileName() + ". Name a new or empty folder");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be read", e);
        }
    }

    private static boolean isReport(Path file) {
        try {
            return file.endsWith(FILE)
                    && Files.isRegularFile(file)
                    && Files.readString(file).contains(Page.GENERATOR);
        } catch (IOException e) {
            return false;
        }
    }

    /** {@return the file that was written} A former report is replaced. */
    public Path write(StudyReport report) {
        Path file = folder.resolve(FILE);
        try {
            Files.createDirectories(folder);
            return Files.writeString(file, report.html());
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }
}
