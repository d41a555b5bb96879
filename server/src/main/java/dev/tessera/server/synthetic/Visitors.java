package dev.tessera.server.synthetic;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/**
 * What users do. Each likes one shelf most and another well: of ten interactions six are on the first, two or three on the
 * second, the others anywhere. How many a user has follows a power law as well.
 */
final class Visitors {
    private static final double FIRST_SHELF = 0.6;
    private static final double SECOND_SHELF = 0.85;

    /** After so many draws of items that the user has, the next one on the right is taken. */
    private static final int DRAWS = 20;

    private final Shape shape;
    private final Shelves shelves;

    Visitors(Shape shape, Shelves shelves) {
        this.shape = shape;
        this.shelves = shelves;
    }

    /** {@return how many interactions each user has; their sum is the shape's} */
    int[] degrees() {
        double sum = 0;
        var random = new Random(shape.seed());
        for (int user = 0; user < shape.users(); user++) {
            sum += eagerness(random);
        }
        int[] degrees = new int[shape.users()];
        int toShare = shape.interactions() - shape.users();
        long missing = 0;
        double before = 0;
        random = new Random(shape.seed());
        for (int user = 0; user < degrees.length; user++) {
            double until = before + eagerness(random);
            long wanted = 1 + (long) (toShare * (until / sum)) - (long) (toShare * (before / sum));
            degrees[user] = (int) Math.min(wanted, shape.mostOfOneUser());
            missing += wanted - degrees[user];
            before = until;
        }
        for (int user = 0; missing > 0; user++) {
            int more = (int) Math.min(missing, shape.mostOfOneUser() - degrees[user]);
            degrees[user] += more;
            missing -= more;
        }
        return degrees;
    }

    private static double eagerness(Random random) {
        return 1 / Math.sqrt(1 - random.nextDouble());
    }

    /** {@return so many items of one user, all different} */
    int[] items(int count, Random random) {
        int first = random.nextInt(shelves.count());
        int second = random.nextInt(shelves.count());
        int[] items = new int[count];
        Set<Integer> taken = HashSet.newHashSet(count);
        for (int k = 0; k < count; k++) {
            int item = draw(first, second, random);
            for (int draws = 1; taken.contains(item); draws++) {
                item = draws < DRAWS ? draw(first, second, random) : (item + 1) % shape.items();
            }
            taken.add(item);
            items[k] = item;
        }
        return items;
    }

    private int draw(int first, int second, Random random) {
        double where = random.nextDouble();
        if (where < FIRST_SHELF) {
            return shelves.draw(first, random);
        }
        return shelves.draw(where < SECOND_SHELF ? second : random.nextInt(shelves.count()), random);
    }
}
