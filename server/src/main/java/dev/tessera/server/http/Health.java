package dev.tessera.server.http;

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
         * Not now.
         *
         * @param reason why, for people
         */
        record NotReady(String reason) implements Readiness {}
    }
}
