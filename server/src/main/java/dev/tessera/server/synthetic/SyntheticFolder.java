package dev.tessera.server.synthetic;

import dev.tessera.graphmodel.file.Durable;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Writes a made-up shop as a folder in MMRec's layout, row by row: items and users are numbered from 0, and what is kept
 * meanwhile is one number a user.
 */
public final class SyntheticFolder {
    /** The first moment of 2025. */
    private static final long START = 1_735_689_600;

    private static final int YEAR = 365 * 24 * 60 * 60;
    private static final int ITEMS_OF_A_BRAND = 100;
    private static final int MOST_BRANDS = 2_000;

    private final Shape shape;
    private final Shelves shelves;
    private final Visitors visitors;
    private final Progress progress;
    private long written;

    /** How far it is. */
    @FunctionalInterface
    public interface Progress {
        /** Told now and then, and at the end. */
        void at(long rows, long ofRows);
    }

    public SyntheticFolder(Shape shape, Progress progress) {
        this.shape = shape;
        this.shelves = new Shelves(shape.items());
        this.visitors = new Visitors(shape, shelves);
        this.progress = progress;
    }

    /**
     * Writes the shop; it appears whole or not at all.
     *
     * @param folder not there yet, or empty
     * @throws IllegalArgumentException where something is in it
     * @throws IOException where it cannot be written
     */
    public void write(Path folder) throws IOException {
        requireEmpty(folder);
        Path draft = folder.resolveSibling(folder.getFileName() + ".part");
        Durable.delete(draft);
        Files.createDirectories(draft);
        writeItems(draft.resolve("items.tsv"));
        writeInteractions(draft.resolve("synthetic.inter"));
        writeFeatures(draft);
        Durable.delete(folder);
        Durable.rename(draft, folder);
        progress.at(rows(), rows());
    }

    private static void requireEmpty(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException(folder + " is a file. Name a folder that is not there yet");
        }
        try (Stream<Path> content = Files.list(folder)) {
            if (content.findAny().isPresent()) {
                throw new IllegalArgumentException(
                        folder + " is not empty. Name a folder that is not there yet, or remove what is in it");
            }
        }
    }

    private void writeItems(Path file) throws IOException {
        var random = new Random(shape.seed() + 1);
        int brands = Math.clamp(shape.items() / ITEMS_OF_A_BRAND, 1, MOST_BRANDS);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("itemID\ttitle\tdescription\tcategories\tbrand\tcreatedAt\n");
            for (int item = 0; item < shape.items(); item++) {
                int shelf = shelves.of(item);
                out.write(
                        item + "\t" + Words.title(shelf, item, random) + "\t" + Words.description(shelf, random) + "\t"
                                + Words.category(shelf) + "\t" + Words.brand(random.nextInt(brands)) + "\t"
                                + (START - random.nextInt(YEAR)) + "\n");
                advance(1);
            }
        }
    }

    /** User by user, each one's in the order of time; without labels, so that parts are drawn as for anyone's data. */
    private void writeInteractions(Path file) throws IOException {
        int[] degrees = visitors.degrees();
        var random = new Random(shape.seed() + 2);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("userID\titemID\trating\ttimestamp\n");
            for (int user = 0; user < degrees.length; user++) {
                int[] items = visitors.items(degrees[user], random);
                int[] seconds = random.ints(items.length, 0, YEAR).toArray();
                Arrays.sort(seconds);
                for (int k = 0; k < items.length; k++) {
                    out.write(user + "\t" + items[k] + "\t" + (3 + random.nextInt(3)) + "\t" + (START + seconds[k])
                            + "\n");
                }
                advance(items.length);
            }
        }
    }

    private void writeFeatures(Path folder) throws IOException {
        var features = new FeatureFile(shape, shelves);
        if (shape.textWidth() > 0) {
            features.write(folder.resolve("text_feat.npy"), shape.textWidth(), shape.seed() + 3);
        }
        if (shape.imageWidth() > 0) {
            features.write(folder.resolve("image_feat.npy"), shape.imageWidth(), shape.seed() + 4);
        }
    }

    private long rows() {
        return (long) shape.items() + shape.interactions();
    }

    /** All but the last row: the end is told when the folder is there. */
    private void advance(int rows) {
        written += rows;
        if (written < rows()) {
            progress.at(written, rows());
        }
    }
}
