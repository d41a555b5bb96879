package dev.tessera.server.http;

import java.util.List;

/** Says whether the process can answer questions yet. */
@FunctionalInterface
public interface Health {
    /** Asked at every call of {@code /health/ready}; answers at once. */
    Readiness readiness();

    /** Whether requests should be sent here. */
    sealed interface Readiness {
        /** They should. */
        record Ready() implements Readiness {}

        /**
         * They should, but not everything is done.
         *
         * @param reasons what is not done and why, for people
         */
        record Degraded(List<String> reasons) implements Readiness {
            public Degraded {
                reasons = List.copyOf(reasons);
            }
        }

        /**
         * Not now.
         *
         * @param reason why, for people
         */
        record NotReady(String reason) implements Readiness {}
    }
}
