package dev.tessera.graphmodel.ingest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Where users, items and interactions come from. */
public sealed interface EventSource {
    /**
     * A folder in the layout of MMRec: one {@code NAME.inter}, any of {@code text_feat.npy}, {@code image_feat.npy} and
     * {@code audio_feat.npy} (row = item id, so with one of them all item ids are row numbers), and at most one of {@code items.tsv}, {@code items.csv} and
     * {@code items.jsonl}; a folder {@code images} in it as a {@link PictureFolder}.
     */
    record MmrecFolder(Path path) implements EventSource {}

    /**
     * Comma separated values, or tab separated ones without quoting where the name ends in {@code .tsv} or
     * {@code .inter}; the header says whether the rows are interactions, items or users.
     */
    record CsvFile(Path path) implements EventSource {}

    /** One JSON object a line; the keys of the first say whether all are interactions, items or users. */
    record JsonLinesFile(Path path) implements EventSource {}

    /** A folder that {@code tessera export} wrote: every text in it means what it says, white space and all. */
    record ExportFolder(Path path) implements EventSource {}

    /** A folder of pictures, each named by its item's id: {@code 17.jpg}, {@code cup.png}. */
    record PictureFolder(Path path) implements EventSource {}

    /** {@return the folder or file} */
    Path path();

    /**
     * {@return the source at a path: a folder is an export, MMRec's, or of pictures where it has some and no {@code .inter} file; a file
     * goes by its ending}
     *
     * @throws IngestException where there is nothing, or the ending is unknown
     */
    static EventSource of(Path path) {
        if (ExportReader.isFor(path)) {
            return new ExportFolder(path);
        }
        if (Files.isDirectory(path)) {
            return MmrecReader.isFor(path) || !PictureFiles.areIn(path)
                    ? new MmrecFolder(path)
                    : new PictureFolder(path);
        }
        if (!Files.exists(path)) {
            throw new IngestException(List.of(new FileFault(path, "there is no such file or folder")));
        }
        String ending = path.toString().replaceFirst(".*\\.", "").toLowerCase(Locale.ROOT);
        return switch (ending) {
            case "csv", "tsv", "inter" -> new CsvFile(path);
            case "jsonl", "ndjson" -> new JsonLinesFile(path);
            default ->
                throw new IngestException(List.of(new FileFault(
                        path,
                        "the ending '" + ending + "' is unknown. Give a folder, or a file that ends in .csv, .tsv,"
                                + " .inter, .jsonl or .ndjson")));
        };
    }
}
