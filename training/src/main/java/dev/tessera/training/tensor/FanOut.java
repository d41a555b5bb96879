package dev.tessera.training.tensor;

import java.util.List;
import java.util.stream.Collectors;

/**
 * How many neighbours of a node one hop of a sampled propagation looks at, hop by hop from the batch outwards (GraphSAGE,
 * Hamilton et al., 2017). Empty for all of them: nothing is sampled.
 *
 * @param perHop each at least 1; {@link #UNLIMITED} for a hop that takes all
 */
public record FanOut(List<Integer> perHop) {
    /** A hop that takes every neighbour. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    private static final String ALL = "all";

    public FanOut {
        perHop = List.copyOf(perHop);
        if (perHop.stream().anyMatch(count -> count < 1)) {
            throw new IllegalArgumentException("fan.out must be 1 or more at each hop, was " + text(perHop));
        }
    }

    /** {@return whole neighbourhoods, propagated over the whole graph} */
    public static FanOut all() {
        return new FanOut(List.of());
    }

    /**
     * {@return what a text says: {@code all}, or a number or {@code all} for each hop with plus signs between}
     *
     * @throws IllegalArgumentException where it says something else
     */
    public static FanOut parse(String text) {
        if (text.equals(ALL)) {
            return all();
        }
        return new FanOut(List.of(text.split("\\+", -1)).stream()
                .map(hop -> hop.equals(ALL) ? (Integer) UNLIMITED : Integer.valueOf(hop))
                .toList());
    }

    boolean isSampled() {
        return !perHop.isEmpty();
    }

    @Override
    public String toString() {
        return perHop.isEmpty() ? ALL : text(perHop);
    }

    private static String text(List<Integer> perHop) {
        return perHop.stream()
                .map(count -> count == UNLIMITED ? ALL : count.toString())
                .collect(Collectors.joining("+"));
    }
}
