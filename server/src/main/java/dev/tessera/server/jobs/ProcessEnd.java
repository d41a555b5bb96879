package dev.tessera.server.jobs;

/** Whether this process is told to end. */
final class ProcessEnd {
    private ProcessEnd() {}

    /** {@return whether the JVM runs its shutdown hooks} From then on it refuses new ones, and libraries that want one. */
    static boolean hasBegun() {
        var hook = new Thread();
        try {
            Runtime.getRuntime().addShutdownHook(hook);
            Runtime.getRuntime().removeShutdownHook(hook);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }
}
