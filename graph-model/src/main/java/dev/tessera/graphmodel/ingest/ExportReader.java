package dev.tessera.graphmodel.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a folder that {@code GraphExport} wrote. */
final class ExportReader {
    private static final JsonMapper JSON = new JsonMapper();

    private ExportReader() {}

    static boolean isFor(Path folder) {
        return Files.exists(folder.resolve(ExportFiles.MARK));
    }

    static void read(Path folder, Reading into) throws FileFaultException {
        refuseNewer(folder.resolve(ExportFiles.MARK));
        read(folder.resolve(ExportFiles.USERS), Table.USERS, into);
        read(folder.resolve(ExportFiles.ITEMS), Table.ITEMS, into);
        read(folder.resolve(ExportFiles.INTERACTIONS), Table.INTERACTIONS, into);
    }

    private static void refuseNewer(Path mark) throws FileFaultException {
        try {
            JsonNode format = JSON.readTree(mark.toFile()).path("format");
            if (!format.isInt() || format.asInt() > ExportFiles.FORMAT) {
                throw new FileFaultException(
                        mark,
                        "has format " + format + ", this version reads formats up to " + ExportFiles.FORMAT
                                + ". Import it with a newer Tessera");
            }
        } catch (IOException e) {
            throw new FileFaultException(mark, e);
        }
    }

    /** A file without rows is empty, which no other source's may be. */
    private static void read(Path file, Table table, Reading into) throws FileFaultException {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > 0) {
                JsonLines.readExact(file, table, into::add);
            }
        } catch (IOException e) {
            throw new FileFaultException(file, e);
        }
    }
}
