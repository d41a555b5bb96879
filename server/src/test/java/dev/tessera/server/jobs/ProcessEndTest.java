package dev.tessera.server.jobs;

import dev.tessera.graphmodel.fixture.Child;
import org.junit.jupiter.api.Test;

class ProcessEndTest {
    /** Says whether its end has begun, before and in it. */
    static final class Ending {
        private Ending() {}

        public static void main(String[] args) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> Child.say("at the end: " + ProcessEnd.hasBegun())));
            Child.say("before: " + ProcessEnd.hasBegun());
        }
    }

    @Test
    void itHasBegunOnceTheHooksRun() {
        try (Child child = Child.start(Ending.class)) {
            child.await("before: false");
            child.await("at the end: true");
        }
    }
}
