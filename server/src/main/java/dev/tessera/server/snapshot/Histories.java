package dev.tessera.server.snapshot;

import dev.tessera.graphmodel.domain.Csr;
import dev.tessera.graphmodel.domain.IdIndex;
import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.server.snapshot.History.Bond;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What every user has done, live: an event shows in it at once. Each history is immutable and knows its moments, so that a
 * reader who takes a moment first sees nothing that came after it. Thread-safe for many readers and one writer.
 */
public final class Histories {
    private final Map<UserId, History> byUser = new ConcurrentHashMap<>();

    /** Begins with nobody. */
    Histories() {}

    /** Takes in a user of the load: rising rows, of which those of {@code liked} count in favour. */
    void begin(UserId user, int[] seen, int[] liked) {
        byUser.put(user, History.of(seen, liked));
    }

    /** The histories of the users of two matrices, users x items, whose columns are the catalogue's rows. */
    public Histories(IdIndex<UserId> users, Csr seen, Csr liked) {
        for (int user = 0; user < users.size(); user++) {
            begin(users.idOf(user), seen.row(user), liked.row(user));
        }
    }

    public History of(UserId user) {
        return byUser.getOrDefault(user, History.NONE);
    }

    /** {@return some of the users, at most so many} */
    public List<UserId> some(int count) {
        return byUser.keySet().stream().limit(count).toList();
    }

    /** {@return what held before} */
    public Bond put(UserId user, int item, Bond bond, long sequence) {
        History before = of(user);
        byUser.put(user, before.with(item, bond, sequence));
        return before.bond(item);
    }

    /** {@return the rows that counted in the user's favour, who is forgotten} */
    public int[] forget(UserId user) {
        History gone = byUser.remove(user);
        return gone == null ? new int[0] : gone.items(Bond.LIKED, Long.MAX_VALUE);
    }

    /** {@return how many users each item counts in its favour now} */
    public int[] popularity(int items) {
        int[] counts = new int[items];
        for (History history : byUser.values()) {
            for (int item : history.items(Bond.LIKED, Long.MAX_VALUE)) {
                counts[item]++;
            }
        }
        return counts;
    }
}
