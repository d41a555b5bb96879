package dev.tessera.server.snapshot;

import dev.tessera.graphmodel.domain.Csr;
import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.domain.IdIndex;
import dev.tessera.graphmodel.domain.UserId;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The users that a model was trained on, each on its own, so that one can be forgotten. Thread-safe. */
final class TrainedUsers {
    private final Map<UserId, TrainedUser> byId = new ConcurrentHashMap<>();

    /**
     * What is known of one user. The arrays are shared.
     *
     * @param base base_u, empty where the model has none
     */
    @SuppressWarnings("ArrayRecordComponent") // shared for speed within this package, never changed
    record TrainedUser(float[] base, int[] items) {}

    /** @param base one row a user, or null where the model has none */
    TrainedUsers(IdIndex<UserId> users, @Nullable DenseMatrix base, Csr trained) {
        for (int row = 0; row < users.size(); row++) {
            float[] own = base == null ? new float[0] : base.row(row);
            byId.put(users.idOf(row), new TrainedUser(own, trained.row(row)));
        }
    }

    /** {@return what is known of the user, or null} */
    @Nullable
    TrainedUser find(@Nullable UserId user) {
        return user == null ? null : byId.get(user);
    }

    /** {@return true where there were training interactions} */
    boolean wasTrainedOn(@Nullable UserId user) {
        TrainedUser known = find(user);
        return known != null && known.items().length > 0;
    }

    /** {@return true where the user was trained on the item, by the model's row} */
    boolean wasTrainedOn(@Nullable UserId user, int modelRow) {
        TrainedUser known = find(user);
        return known != null && Arrays.binarySearch(known.items(), modelRow) >= 0;
    }

    void forget(UserId user) {
        byId.remove(user);
    }
}
