package dev.tessera.server.synthetic;

import java.util.Random;

/**
 * Where items stand: item i on shelf i modulo the number of shelves. On each shelf a few items are asked for much oftener than the
 * others: that an item is among the first share q of its shelf has the probability q to the power of 1/4, so the first
 * hundredth of the items has three tenths of the interactions.
 */
final class Shelves {
    private static final int MOST = 200;
    private static final int ITEMS_OF_A_SHELF = 50;

    /** A prime larger than any shelf is long, so that multiplying by it only changes the order of a shelf's places. */
    private static final long STRIDE = 2_654_435_761L;

    private final int items;
    private final int count;

    Shelves(int items) {
        this.items = items;
        this.count = Math.clamp(items / ITEMS_OF_A_SHELF, 1, MOST);
    }

    int count() {
        return count;
    }

    /** {@return the shelf of an item} */
    int of(int item) {
        return item % count;
    }

    /** {@return an item of a shelf, popular ones oftener} */
    int draw(int shelf, Random random) {
        int length = (items - shelf + count - 1) / count;
        double share = random.nextDouble();
        long rank = (long) (length * share * share * share * share);
        int place = (int) (rank * STRIDE % length);
        return place * count + shelf;
    }
}
