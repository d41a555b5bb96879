package dev.tessera.graphmodel.change;

import dev.tessera.graphmodel.store.GraphTransaction;
import java.util.Map;

/** Keeps count of the events that came since the last training began, whatever is deleted. */
final class DeletedEvents {
    private DeletedEvents() {}

    static void note(GraphTransaction tx, int events) {
        if (events > 0) {
            tx.run("forget_events_of_run", Map.of("events", events));
        }
    }
}
