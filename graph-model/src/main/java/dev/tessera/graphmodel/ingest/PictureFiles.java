package dev.tessera.graphmodel.ingest;

import dev.tessera.graphmodel.domain.ItemId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the pictures in a folder: each file is named by its item's id, then a picture's ending. Nothing is opened yet. */
final class PictureFiles {
    private static final Set<String> ENDINGS = Set.of("png", "jpg", "jpeg", "gif", "bmp");

    private PictureFiles() {}

    /** {@return whether at least one file of a folder has a picture's ending} */
    static boolean areIn(Path folder) {
        try {
            return visible(folder).stream().anyMatch(PictureFiles::isPicture);
        } catch (IOException e) {
            return false; // whoever reads it says so
        }
    }

    /** Hands every file over, as a picture or as a rejected one; hidden files are left out. */
    static void read(Path folder, Reading into) throws FileFaultException {
        try {
            visible(folder).forEach(file -> add(file, into));
        } catch (IOException e) {
            throw new FileFaultException(folder, e);
        }
    }

    private static void add(Path file, Reading into) {
        if (!Files.isRegularFile(file) || !isPicture(file)) {
            into.add(Rejected.wholeFile(
                    file,
                    name(file),
                    "is no picture. Expected a file named by an item's id, such as 17.jpg, that ends in"
                            + " .png, .jpg, .jpeg, .gif or .bmp"));
            return;
        }
        String id = name(file).substring(0, name(file).lastIndexOf('.')).strip();
        try {
            into.addPicture(new ItemId(Values.id(id, Column.ITEM)), file);
        } catch (RowFault e) {
            into.add(Rejected.wholeFile(file, e.value(), e.reason()));
        }
    }

    private static boolean isPicture(Path file) {
        int dot = name(file).lastIndexOf('.');
        return dot > 0
                && !name(file).substring(0, dot).isBlank()
                && ENDINGS.contains(name(file).substring(dot + 1).toLowerCase(Locale.ROOT));
    }

    private static List<Path> visible(Path folder) throws IOException {
        try (Stream<Path> listed = Files.list(folder)) {
            return listed.filter(file -> !name(file).startsWith(".")).sorted().toList();
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
