package dev.tessera.training.evaluate;

import dev.tessera.graphmodel.domain.Csr;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Items by how often they were trained on: five groups of as many items each, as nearly as five divides them, ordered by
 * training degree (items of one degree by their rows), and the items that no training interaction has.
 */
public final class PopularityGroups {
    /** The groups, rarest first. */
    public enum Group {
        FIRST_FIFTH,
        SECOND_FIFTH,
        THIRD_FIFTH,
        FOURTH_FIFTH,
        FIFTH_FIFTH,
        COLD;

        /** {@return the name in reports, such as {@code fifth 1}, the rarest of the items trained on} */
        public String key() {
            return this == COLD ? "cold" : "fifth " + (ordinal() + 1);
        }
    }

    private static final int FIFTHS = 5;

    private final Group[] groupOf;

    private PopularityGroups(Group[] groupOf) {
        this.groupOf = groupOf;
    }

    /**
     * {@return the groups of a training part's items}
     *
     * @param train users x items
     */
    public static PopularityGroups of(Csr train) {
        int[] degrees = new int[train.columnCount()];
        for (int item : train.columns()) {
            degrees[item]++;
        }
        int[] rarestFirst = IntStream.range(0, degrees.length)
                .filter(item -> degrees[item] > 0)
                .boxed()
                .sorted(Comparator.comparing(item -> degrees[item]))
                .mapToInt(Integer::intValue)
                .toArray();
        Group[] groupOf = new Group[degrees.length];
        Arrays.fill(groupOf, Group.COLD);
        for (int place = 0; place < rarestFirst.length; place++) {
            groupOf[rarestFirst[place]] = Group.values()[(int) ((long) place * FIFTHS / rarestFirst.length)];
        }
        return new PopularityGroups(groupOf);
    }

    /** {@return every group, also one without items} */
    public List<Group> all() {
        return List.of(Group.values());
    }

    public Group of(int item) {
        return groupOf[item];
    }

    /** {@return how many items are in a group} */
    int size(Group group) {
        return count(IntStream.range(0, groupOf.length).toArray(), group);
    }

    /** {@return how many of {@code items} are in a group} */
    int count(int[] items, Group group) {
        return (int) Arrays.stream(items).filter(i -> groupOf[i] == group).count();
    }
}
