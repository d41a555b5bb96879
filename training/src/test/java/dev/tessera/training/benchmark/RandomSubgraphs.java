package dev.tessera.training.benchmark;

import dev.tessera.graphmodel.domain.Csr;
import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.domain.Features;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.training.fixture.Subgraphs;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** Graphs of the size of real ones, with nothing in them to learn: who likes what is drawn, popular items oftener. */
final class RandomSubgraphs {
    private RandomSubgraphs() {}

    /** {@return a graph of so many users, items and training interactions, and one held out of each kind for each user} */
    static Subgraph of(int users, int items, int interactions, Map<Modality, Integer> widths) {
        var random = new Random(1);
        Csr train = drawn(users, items, interactions, random);
        Csr validation = drawn(users, items, users, random);
        Csr test = drawn(users, items, users, random);
        Subgraph plain = Subgraphs.of(train, validation, test, null);
        Map<Modality, Features> features = new TreeMap<>();
        widths.forEach((modality, width) -> features.put(modality, gaussian(items, width, random)));
        return new Subgraph(plain.users(), plain.items(), train, validation, test, features, null);
    }

    private static Csr drawn(int users, int items, int interactions, Random random) {
        List<int[]> edges = new ArrayList<>();
        Set<Long> drawn = new HashSet<>();
        while (edges.size() < interactions) {
            int user = edges.size() < users ? edges.size() : random.nextInt(users);
            int item = (int) (items * Math.pow(random.nextDouble(), 3));
            if (drawn.add((long) user * items + item)) {
                edges.add(new int[] {user, item});
            }
        }
        return Csr.of(
                users,
                items,
                edges.stream().mapToInt(e -> e[0]).toArray(),
                edges.stream().mapToInt(e -> e[1]).toArray());
    }

    private static Features gaussian(int rows, int width, Random random) {
        DenseMatrix matrix = DenseMatrix.zeros(rows, width);
        for (int k = 0; k < matrix.values().length; k++) {
            matrix.values()[k] = (float) random.nextGaussian();
        }
        var all = new BitSet();
        all.set(0, rows);
        return new Features(matrix, all);
    }
}
