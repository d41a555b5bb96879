package dev.tessera.training.evaluate;

import dev.tessera.graphmodel.domain.Csr;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The first twenty items of every user who has held-out items: what all figures of one evaluation are computed from.
 * Arrays of figures by user are in the order of the users' rows, so that two models tested on the same held-out items can
 * be compared user by user.
 */
public final class TopLists {
    private static final int[] CUTOFFS = {10, 20};

    private final Csr heldOut;
    private final int[] users;
    private final List<int[]> lists;
    private final List<boolean[]> hits;

    /**
     * @param users the rows of the users who have held-out items
     * @param lists the item rows of each of them, best first
     */
    TopLists(Csr heldOut, int[] users, List<int[]> lists) {
        this.heldOut = heldOut;
        this.users = users;
        this.lists = lists;
        this.hits = IntStream.range(0, users.length).mapToObj(this::hits).toList();
    }

    /** {@return Recall, NDCG and Precision at 10 and 20} */
    public Metrics metrics() {
        Map<String, Double> means = new LinkedHashMap<>();
        for (int k : CUTOFFS) {
            double precision = 0;
            for (int u = 0; u < users.length; u++) {
                precision += RankingMetrics.precision(hits.get(u), k);
            }
            means.put("recall@" + k, Statistics.mean(recall(k)));
            means.put("ndcg@" + k, Statistics.mean(ndcg(k)));
            means.put("precision@" + k, precision / users.length);
        }
        return new Metrics(means, users.length);
    }

    /** {@return each user's Recall@k} */
    public double[] recall(int k) {
        return IntStream.range(0, users.length)
                .mapToDouble(u -> RankingMetrics.recall(hits.get(u), k, heldOut.degree(users[u])))
                .toArray();
    }

    /** {@return each user's NDCG@k} */
    public double[] ndcg(int k) {
        return IntStream.range(0, users.length)
                .mapToDouble(u -> RankingMetrics.ndcg(hits.get(u), k, heldOut.degree(users[u])))
                .toArray();
    }

    /** {@return Recall@20 on each group of items} */
    public List<GroupRecall> groups(PopularityGroups groups) {
        return groups.all().stream().map(group -> in(group, groups)).toList();
    }

    private GroupRecall in(PopularityGroups.Group group, PopularityGroups groups) {
        int interactions = 0;
        int having = 0;
        double recall = 0;
        for (int u = 0; u < users.length; u++) {
            int wanted = groups.count(heldOut.row(users[u]), group);
            int found = groups.count(found(u), group);
            interactions += wanted;
            having += wanted > 0 ? 1 : 0;
            recall += wanted > 0 ? (double) found / wanted : 0;
        }
        return new GroupRecall(group, groups.size(group), interactions, having, having == 0 ? null : recall / having);
    }

    private int[] found(int u) {
        return Arrays.stream(lists.get(u))
                .filter(item -> heldOut.contains(users[u], item))
                .toArray();
    }

    private boolean[] hits(int u) {
        int[] list = lists.get(u);
        boolean[] hits = new boolean[list.length];
        for (int rank = 0; rank < hits.length; rank++) {
            hits[rank] = heldOut.contains(users[u], list[rank]);
        }
        return hits;
    }
}
