package dev.tessera.server.benchmark;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A data set of the size of Amazon Baby, in MMRec's layout: the real interactions where they lie beside the checkout, else
 * as many drawn by chance, some users and items much oftener than others. Titles are made up in both.
 */
final class BabyFolder {
    static final int USERS = 19_445;
    static final int ITEMS = 7_050;
    private static final int[] INTERACTIONS = {118_551, 20_559, 21_682};
    private static final Path REAL = Path.of("../../shared/data/baby/baby.inter");
    private static final List<String> KINDS =
            List.of("bottle warmer", "crib sheet", "car seat", "play mat", "bath tub");
    private static final List<String> WORDS =
            List.of("soft", "organic", "foldable", "washable", "quiet", "large", "striped", "natural", "first", "blue");

    private BabyFolder() {}

    static boolean isReal() {
        return Files.exists(REAL);
    }

    /** Writes {@code items.tsv} and {@code baby.inter}. */
    static void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        var random = new Random(1);
        writeItems(folder.resolve("items.tsv"), random);
        if (isReal()) {
            Files.copy(REAL, folder.resolve("baby.inter"));
        } else {
            writeInteractions(folder.resolve("baby.inter"), random);
        }
    }

    private static void writeItems(Path file, Random random) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("itemID\ttitle\n");
            for (int item = 0; item < ITEMS; item++) {
                String kind = KINDS.get(random.nextInt(KINDS.size()));
                out.write(item + "\tThe " + word(random) + " and " + word(random) + " " + kind + ", model " + item
                        + "\n");
            }
        }
    }

    private static String word(Random random) {
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    private static void writeInteractions(Path file, Random random) throws IOException {
        Set<Long> drawn = new HashSet<>();
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("userID\titemID\trating\ttimestamp\tx_label\n");
            for (int label = 0; label < INTERACTIONS.length; label++) {
                writePart(out, label, drawn, random);
            }
        }
    }

    /** Every user and every item has one at least in the training part; the rest is drawn. */
    private static void writePart(BufferedWriter out, int label, Set<Long> drawn, Random random) throws IOException {
        for (int written = 0; written < INTERACTIONS[label]; ) {
            int user = label == 0 && written < USERS ? written : often(USERS, random);
            int item = label == 0 && written < ITEMS ? written : often(ITEMS, random);
            if (drawn.add((long) user * ITEMS + item)) {
                out.write(user + "\t" + item + "\t1\t0\t" + label + "\n");
                written++;
            }
        }
    }

    /** {@return a number below {@code count}, small ones oftener} */
    private static int often(int count, Random random) {
        return (int) (count * Math.pow(random.nextDouble(), 2));
    }
}
