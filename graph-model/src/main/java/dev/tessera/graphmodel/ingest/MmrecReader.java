package dev.tessera.graphmodel.ingest;

import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.Modality;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a folder in the layout of MMRec. */
final class MmrecReader {
    private static final String PICTURES = "images";
    private static final String FEATURES = "_feat.npy";
    private static final Pattern ROW_NUMBER = Pattern.compile("0|[1-9][0-9]*");
    private static final Set<String> ITEM_FILES = Set.of("items.tsv", "items.csv", "items.jsonl");

    private final Path folder;
    private final Reading into;
    private final Set<ItemId> itemsOfFile = new HashSet<>();
    private @Nullable String nameThatIsNoRow;

    MmrecReader(Path folder, Reading into) {
        this.folder = folder;
        this.into = into;
    }

    /** {@return whether a folder has a file of interactions} */
    static boolean isFor(Path folder) {
        try (Stream<Path> listed = Files.list(folder)) {
            return listed.anyMatch(file -> name(file).endsWith(".inter"));
        } catch (IOException e) {
            return true; // reading it says what is wrong
        }
    }

    /** Reads items, features, interactions and pictures; files with faults are recorded, and the others read all the same. */
    void read() throws FileFaultException {
        List<Path> files = files();
        Path interactions = only(files.stream().filter(f -> name(f).endsWith(".inter")), ".inter file");
        if (interactions == null) {
            throw new FileFaultException(folder, "has no .inter file. It holds " + names(files));
        }
        Path items = only(files.stream().filter(f -> ITEM_FILES.contains(name(f))), "items file");
        List<Path> features =
                files.stream().filter(f -> name(f).endsWith(FEATURES)).toList();
        if (items != null) {
            guard(() -> readItems(items));
        }
        Map<Path, Integer> rows = new LinkedHashMap<>();
        for (Path file : features) {
            guard(() -> rows.put(file, readFeatures(file)));
        }
        refuseUnequal(rows, items);
        boolean catalogued = items != null || !features.isEmpty();
        guard(() -> readInteractions(interactions, catalogued));
        refuseNames(features);
        Path pictures = folder.resolve(PICTURES);
        if (Files.isDirectory(pictures)) {
            guard(() -> PictureFiles.read(pictures, into));
        }
    }

    private void readItems(Path file) throws FileFaultException {
        Consumer<RowResult> sink = result -> {
            if (result instanceof ItemRow row) {
                itemsOfFile.add(row.id());
                note(row.id(), file);
            }
            into.add(result);
        };
        Table table = name(file).endsWith(".jsonl") ? JsonLines.read(file, sink) : DelimitedFile.read(file, sink);
        expect(file, Table.ITEMS, table);
    }

    private void readInteractions(Path file, boolean catalogued) throws FileFaultException {
        Table table = DelimitedFile.read(file, result -> {
            if (result instanceof InteractionRow row) {
                note(row.interaction().item(), file);
                if (!catalogued) {
                    into.mention(row.interaction().item());
                }
            }
            into.add(result);
        });
        expect(file, Table.INTERACTIONS, table);
    }

    private int readFeatures(Path file) throws FileFaultException {
        String key = name(file).substring(0, name(file).length() - FEATURES.length());
        for (Modality modality : Modality.values()) {
            if (modality.key().equals(key)) {
                DenseMatrix matrix = NpyFile.read(file);
                into.addFeatures(file, modality, matrix);
                return matrix.rows();
            }
        }
        throw new FileFaultException(file, "has the unknown modality '" + key + "', expected text, image or audio");
    }

    /** With an items file each feature file must reach it; without one they must be equal. */
    private void refuseUnequal(Map<Path, Integer> rows, @Nullable Path items) {
        int most = rows.values().stream().mapToInt(r -> r).max().orElse(0);
        int expected = items == null ? most : itemsOfFile.size();
        rows.forEach((file, found) -> {
            if (found < expected) {
                into.fail(new FileFault(
                        file,
                        "has " + found + " rows, but " + (items == null ? "another feature file" : items) + " has "
                                + expected + (items == null ? "" : " items")
                                + ". Row i must be the feature of item i"));
            }
        });
    }

    /** Remembers the first item that no row of a feature file can belong to. */
    private void note(ItemId item, Path file) {
        if (nameThatIsNoRow == null && !ROW_NUMBER.matcher(item.value()).matches()) {
            nameThatIsNoRow = "'" + item + "' in " + file;
        }
    }

    /** Where items have names, which of them a row belongs to is not said, and its number would be an item of its own. */
    private void refuseNames(List<Path> features) {
        if (nameThatIsNoRow == null) {
            return;
        }
        for (Path file : features) {
            into.fail(new FileFault(
                    file,
                    "row i is the feature of item i, but there is the item " + nameThatIsNoRow
                            + ", which is no row number. Number the items from 0 as the rows are, or remove the file and"
                            + " give the features in an items.jsonl, such as \"features\": {\"text\": [0.5, 1]}"));
        }
    }

    private static void expect(Path file, Table expected, Table found) throws FileFaultException {
        if (expected != found) {
            throw new FileFaultException(
                    file,
                    "has the columns of " + found.name().toLowerCase(Locale.ROOT) + ", expected those of "
                            + expected.name().toLowerCase(Locale.ROOT));
        }
    }

    private interface Step {
        void run() throws FileFaultException;
    }

    private void guard(Step step) {
        try {
            step.run();
        } catch (FileFaultException e) {
            into.fail(e.fault());
        }
    }

    private List<Path> files() throws FileFaultException {
        try (Stream<Path> listed = Files.list(folder)) {
            return listed.sorted().toList();
        } catch (IOException e) {
            throw new FileFaultException(folder, e);
        }
    }

    private @Nullable Path only(Stream<Path> found, String what) throws FileFaultException {
        List<Path> all = found.toList();
        if (all.size() > 1) {
            throw new FileFaultException(folder, "has more than one " + what + ": " + names(all) + ". Keep one");
        }
        return all.isEmpty() ? null : all.getFirst();
    }

    private static List<String> names(List<Path> files) {
        return files.stream().map(MmrecReader::name).toList();
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
