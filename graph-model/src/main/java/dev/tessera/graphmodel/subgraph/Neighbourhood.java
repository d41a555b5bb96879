package dev.tessera.graphmodel.subgraph;

import dev.tessera.graphmodel.domain.Csr;
import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.domain.Features;
import dev.tessera.graphmodel.domain.IdIndex;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.graphmodel.token.TokenCodes;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Cuts the K-hop neighbourhood of some users out of a subgraph. */
final class Neighbourhood {
    private final Subgraph whole;
    private final Csr usersByItem;

    Neighbourhood(Subgraph whole) {
        this.whole = whole;
        this.usersByItem = whole.train().transpose();
    }

    Subgraph of(Set<UserId> centres, int hops) {
        var users = new BitSet();
        var items = new BitSet();
        for (UserId centre : centres) {
            int row = whole.users().rowOf(centre);
            if (row == IdIndex.ABSENT) {
                throw new IllegalArgumentException("user '" + centre + "' has no interaction in the graph");
            }
            users.set(row);
        }
        for (int hop = 1; hop <= hops; hop++) {
            if (hop % 2 == 1) {
                spread(users, whole.train(), items);
            } else {
                spread(items, usersByItem, users);
            }
        }
        return cut(users, items);
    }

    private static void spread(BitSet from, Csr edges, BitSet to) {
        from.stream().forEach(row -> {
            for (int column : edges.row(row)) {
                to.set(column);
            }
        });
    }

    private Subgraph cut(BitSet userRows, BitSet itemRows) {
        IdIndex<UserId> users =
                IdIndex.of(userRows.stream().mapToObj(whole.users()::idOf).toList());
        IdIndex<ItemId> items =
                IdIndex.of(itemRows.stream().mapToObj(whole.items()::idOf).toList());
        Map<Modality, Features> features = new EnumMap<>(Modality.class);
        whole.features().forEach((modality, all) -> features.put(modality, select(all, items)));
        TokenCodes codes = whole.codes();
        return new Subgraph(
                users,
                items,
                select(whole.train(), users, items),
                select(whole.validation(), users, items),
                select(whole.test(), users, items),
                features,
                codes == null ? null : codes.select(whole.items(), items));
    }

    private Csr select(Csr all, IdIndex<UserId> users, IdIndex<ItemId> items) {
        List<int[]> kept = new ArrayList<>();
        for (int user = 0; user < users.size(); user++) {
            for (int column : all.row(whole.users().rowOf(users.idOf(user)))) {
                int item = items.rowOf(whole.items().idOf(column));
                if (item != IdIndex.ABSENT) {
                    kept.add(new int[] {user, item});
                }
            }
        }
        return Csr.of(
                users.size(),
                items.size(),
                kept.stream().mapToInt(e -> e[0]).toArray(),
                kept.stream().mapToInt(e -> e[1]).toArray());
    }

    private Features select(Features all, IdIndex<ItemId> items) {
        int width = all.matrix().columns();
        DenseMatrix some = DenseMatrix.zeros(items.size(), width);
        var present = new BitSet();
        for (int item = 0; item < items.size(); item++) {
            int row = whole.items().rowOf(items.idOf(item));
            System.arraycopy(all.matrix().values(), all.matrix().offset(row), some.values(), some.offset(item), width);
            present.set(item, all.isPresent(row));
        }
        return new Features(some, present);
    }
}
