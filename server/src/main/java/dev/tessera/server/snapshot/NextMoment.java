package dev.tessera.server.snapshot;

import dev.tessera.graphmodel.domain.IdIndex;
import dev.tessera.graphmodel.domain.Item;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.TokenId;
import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.server.snapshot.History.Bond;
import dev.tessera.training.recommender.NewItem;
import java.util.HashMap;
import java.util.Map;

/** A snapshot one moment later, in the making. Belongs to the one thread that changes snapshots. */
public final class NextMoment {
    private final LivePopularity popularity;
    private Snapshot snapshot;

    /** @param popularity counts along */
    public NextMoment(Snapshot before, LivePopularity popularity) {
        snapshot = before.next();
        this.popularity = popularity;
    }

    /** Says what holds between a user and an item from now on; nothing where the item is not here. */
    public void bond(UserId user, ItemId item, Bond bond) {
        int row = snapshot.catalogue().rowOf(item);
        if (row != IdIndex.ABSENT) {
            Bond before = snapshot.histories().put(user, row, bond, snapshot.sequence());
            popularity.changed(row, before, bond);
        }
    }

    /** Says that at least this holds from now on; what is more stays. */
    public void strengthen(UserId user, ItemId item, Bond bond) {
        int row = snapshot.catalogue().rowOf(item);
        if (row != IdIndex.ABSENT && snapshot.histories().of(user).bond(row).compareTo(bond) < 0) {
            bond(user, item, bond);
        }
    }

    /** Adds items or changes them, and gives what they are made of now. */
    public void items(Map<Item, NewItem> changed) {
        snapshot = snapshot.with(snapshot.catalogue().with(changed.keySet(), snapshot.sequence()));
        Map<Integer, NewItem> byRow = new HashMap<>();
        changed.forEach((item, content) -> byRow.put(snapshot.catalogue().rowOf(item.id()), content));
        snapshot = snapshot.with(byRow);
    }

    public void delete(ItemId item) {
        int row = snapshot.catalogue().rowOf(item);
        if (row != IdIndex.ABSENT) {
            popularity.removed(row);
            snapshot = snapshot.with(snapshot.catalogue().without(item, snapshot.sequence()));
        }
    }

    /** Calls tokens otherwise from now on. */
    public void labels(Map<TokenId, String> changed) {
        if (!changed.isEmpty()) {
            snapshot = snapshot.relabelled(changed);
        }
    }

    /** Leaves nothing of a user. */
    public void forget(UserId user) {
        for (int row : snapshot.histories().forget(user)) {
            popularity.changed(row, Bond.LIKED, Bond.NONE);
        }
        snapshot.forget(user);
    }

    /** {@return the snapshot, its popular items counted anew where that is due} */
    public Snapshot done() {
        return popularity.isDue() ? snapshot.with(popularity.rank(snapshot)) : snapshot;
    }
}
