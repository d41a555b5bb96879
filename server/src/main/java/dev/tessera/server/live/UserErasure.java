package dev.tessera.server.live;

import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.training.TrainingException;
import dev.tessera.training.publish.Artifacts;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What leaves nothing of a user outside the graph and the snapshot. */
@FunctionalInterface
public interface UserErasure {
    /**
     * {@return what of the user could not be reached, why, and what to do; null where all is gone} Durable, and from now on
     * no artifact brings the user back, however much is left. A second call does no harm.
     */
    @Nullable
    String erase(UserId user);

    /** {@return the erasure from every artifact, and the memory of it, so that no older one brings the user back} */
    static UserErasure in(Artifacts artifacts) {
        return user -> {
            artifacts.erased().add(user, artifacts.erasureAt(Instant.now()));
            try {
                artifacts.erase(user);
                return null;
            } catch (TrainingException e) {
                return e.getMessage();
            }
        };
    }
}
