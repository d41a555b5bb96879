package dev.tessera.graphmodel.split;

import dev.tessera.graphmodel.domain.Split;
import dev.tessera.graphmodel.store.Projection.Edge;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Divides interactions by a protocol. The same interactions and seed always give the same parts, in whatever order. */
public final class Splitter {
    private static final int FEWEST = 3;
    private static final int FEW = 10;
    private static final int FIFTH = 5;
    private static final int TENTH = 10;

    private static final Comparator<Edge> BY_ENDS =
            Comparator.comparing(Edge::user).thenComparing(Edge::item);
    private static final Comparator<Edge> BY_TIME =
            Comparator.comparing(Edge::firstMillis).thenComparing(BY_ENDS);

    private final long seed;

    public Splitter(long seed) {
        this.seed = seed;
    }

    /**
     * {@return the part of each interaction whose part is not to be what its label says; for {@link SplitProtocol#LABEL}
     * these are the ones without}
     *
     * @throws IllegalArgumentException where a protocol by time meets interactions that all have the same time, or none
     */
    public Map<Edge, Split> split(SplitProtocol protocol, List<Edge> edges) {
        return switch (protocol) {
            case LABEL -> perUser(edges.stream().filter(e -> e.split() == null).toList(), this::shuffled);
            case RANDOM -> perUser(edges, this::shuffled);
            case TIME -> {
                requireTimes(protocol, edges);
                yield perUser(edges, own -> sorted(own, BY_TIME));
            }
            case GLOBAL_TIME -> {
                requireTimes(protocol, edges);
                int tenth = edges.size() / TENTH;
                yield lastHeldOut(sorted(edges, BY_TIME), tenth, tenth);
            }
        };
    }

    private static void requireTimes(SplitProtocol protocol, List<Edge> edges) {
        if (edges.stream().mapToLong(Edge::firstMillis).distinct().limit(2).count() < 2) {
            throw new IllegalArgumentException("the split '" + protocol.key() + "' needs the times of interactions, and"
                    + " here all have the same or none. Use --split label or random");
        }
    }

    /** @param order puts one user's interactions in an order whose end is held out */
    private static Map<Edge, Split> perUser(
            List<Edge> edges, java.util.function.Function<Collection<Edge>, List<Edge>> order) {
        Map<Integer, List<Edge>> ofUser =
                edges.stream().collect(Collectors.groupingBy(Edge::user, TreeMap::new, Collectors.toList()));
        Map<Edge, Split> parts = new HashMap<>();
        ofUser.values().forEach(own -> {
            int heldOut = heldOut(own.size());
            int validation = heldOut / 2;
            parts.putAll(lastHeldOut(order.apply(own), validation, heldOut - validation));
        });
        return parts;
    }

    private static int heldOut(int interactions) {
        if (interactions < FEWEST) {
            return 0;
        }
        return interactions < FEW ? 2 : interactions / FIFTH;
    }

    private static Map<Edge, Split> lastHeldOut(List<Edge> ordered, int validation, int test) {
        Map<Edge, Split> parts = new HashMap<>();
        int trained = ordered.size() - validation - test;
        for (int k = 0; k < ordered.size(); k++) {
            parts.put(
                    ordered.get(k),
                    k < trained ? Split.TRAIN : k < trained + validation ? Split.VALIDATION : Split.TEST);
        }
        return parts;
    }

    private static List<Edge> sorted(Collection<Edge> edges, Comparator<Edge> order) {
        return edges.stream().sorted(order).toList();
    }

    private List<Edge> shuffled(Collection<Edge> own) {
        List<Edge> order = new ArrayList<>(sorted(own, BY_ENDS));
        var random = new SplittableRandom(seed * 1_000_003 + order.getFirst().user());
        for (int k = order.size() - 1; k > 0; k--) {
            java.util.Collections.swap(order, k, random.nextInt(k + 1));
        }
        return order;
    }
}
