package dev.tessera.server.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SyntheticFolderTest {
    private static final int ITEMS = 500;
    private static final int USERS = 300;
    private static final int INTERACTIONS = 4_000;
    private static final int WIDTH = 6;
    private static final int SHELVES = 10;

    @TempDir
    Path folder;

    private Path written(String name, Shape shape) throws IOException {
        Path target = folder.resolve(name);
        new SyntheticFolder(shape, (rows, of) -> {}).write(target);
        return target;
    }

    private static Shape shape(long seed) {
        return new Shape(ITEMS, USERS, INTERACTIONS, WIDTH, 0, seed);
    }

    private static List<int[]> pairs(Path shop) throws IOException {
        return Files.readAllLines(shop.resolve("synthetic.inter")).stream()
                .skip(1)
                .map(line -> line.split("\t"))
                .map(cells -> new int[] {Integer.parseInt(cells[0]), Integer.parseInt(cells[1])})
                .toList();
    }

    @Test
    void everyUserHasAnInteractionAndNoPairComesTwice() throws IOException {
        List<int[]> pairs = pairs(written("shop", shape(1)));
        Set<List<Integer>> distinct = new HashSet<>();
        Set<Integer> users = new HashSet<>();
        for (int[] pair : pairs) {
            distinct.add(List.of(pair[0], pair[1]));
            users.add(pair[0]);
            assertThat(pair[1]).isBetween(0, ITEMS - 1);
        }
        assertThat(pairs).hasSize(INTERACTIONS);
        assertThat(distinct).hasSize(INTERACTIONS);
        assertThat(users).hasSize(USERS);
        assertThat(Files.readAllLines(folder.resolve("shop/items.tsv"))).hasSize(1 + ITEMS);
    }

    @Test
    void equalShapesGiveEqualFilesAndAnotherSeedOthers() throws IOException {
        Path one = written("one", shape(1));
        Path again = written("again", shape(1));
        Path other = written("other", shape(2));
        for (String file : List.of("items.tsv", "synthetic.inter", "text_feat.npy")) {
            assertThat(again.resolve(file)).hasSameBinaryContentAs(one.resolve(file));
            assertThat(Files.mismatch(one.resolve(file), other.resolve(file))).isNotNegative();
        }
        assertThat(again.resolve("image_feat.npy")).doesNotExist();
    }

    /** The law says three tenths of a shelf's draws; that a user takes an item once only makes it somewhat less. */
    @Test
    void aFewItemsAreAskedForMuchOftenerThanTheOthers() throws IOException {
        int[] degrees = new int[ITEMS];
        pairs(written("shop", shape(1))).forEach(pair -> degrees[pair[1]]++);
        Arrays.sort(degrees);
        int top = Arrays.stream(degrees, ITEMS - ITEMS / 10, ITEMS).sum();
        int bottom = Arrays.stream(degrees, 0, ITEMS / 2).sum();
        assertThat(top).isBetween(INTERACTIONS * 3 / 10, INTERACTIONS * 6 / 10);
        assertThat(bottom).isBetween(INTERACTIONS / 20, INTERACTIONS / 4);
    }

    /** Of a user's interactions 6 in 10 are on one of ten shelves; by chance it would be 1 in 10, of the fullest some 3. */
    @Test
    void usersHaveTastesThatAModelCanLearn() throws IOException {
        Map<Integer, int[]> byUser = new HashMap<>();
        pairs(written("shop", shape(1)))
                .forEach(pair -> byUser.computeIfAbsent(pair[0], u -> new int[SHELVES])[pair[1] % SHELVES]++);
        int onFullest = byUser.values().stream()
                .mapToInt(shelves -> Arrays.stream(shelves).max().orElseThrow())
                .sum();
        assertThat(onFullest).isGreaterThan(INTERACTIONS / 2);
    }

    @Test
    void featuresOfOneShelfAreNearerToEachOtherThanToOthers() throws IOException {
        byte[] file = Files.readAllBytes(written("shop", shape(1)).resolve("text_feat.npy"));
        ByteBuffer numbers = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        numbers.position(file.length - ITEMS * WIDTH * Float.BYTES);
        float[][] rows = new float[ITEMS][WIDTH];
        for (float[] row : rows) {
            numbers.asFloatBuffer().get(row);
            numbers.position(numbers.position() + WIDTH * Float.BYTES);
        }
        double same = 0;
        double others = 0;
        for (int item = 0; item + SHELVES < ITEMS; item++) {
            same += distance(rows[item], rows[item + SHELVES]);
            others += distance(rows[item], rows[item + 1]);
        }
        assertThat(same).isLessThan(0.75 * others);
    }

    private static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += (a[k] - b[k]) * (a[k] - b[k]);
        }
        return sum;
    }

    /** Every user has half of the items: what one may not have more of goes to others. */
    @Test
    void asManyAsCanBeAreExactlySoMany() throws IOException {
        List<int[]> pairs = pairs(written("full", new Shape(11, 7, 35, 0, 0, 1)));
        int[] degrees = new int[7];
        pairs.forEach(pair -> degrees[pair[0]]++);
        assertThat(degrees).containsOnly(5);
    }

    @Test
    void whatCannotBeIsRefusedWithTheFigures() {
        assertThatThrownBy(() -> new Shape(11, 7, 36, 0, 0, 1))
                .hasMessage("interactions must be 7 to 35 for 7 users and 11 items: each user has one, and half of the"
                        + " items at most, was 36");
        assertThatThrownBy(() -> new Shape(1, 7, 7, 0, 0, 1)).hasMessage("items must be 2 to 100000000, was 1");
    }

    @Test
    void aFolderWithSomethingInItStaysAsItIs() throws IOException {
        Path target = Files.createDirectory(folder.resolve("mine"));
        Files.writeString(target.resolve("letter.txt"), "dear");
        assertThatThrownBy(() -> written("mine", shape(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(target + " is not empty");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(target);
        }
        assertThat(target.resolve("letter.txt")).hasContent("dear");
    }
}
