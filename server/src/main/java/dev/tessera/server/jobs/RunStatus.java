package dev.tessera.server.jobs;

/** How far a training run has come. */
public enum RunStatus {
    QUEUED,
    RUNNING,
    /** The version that came of it is kept, and active where that was wanted. */
    SUCCEEDED,
    FAILED,
    CANCELLED,
    /** The version that came of it is kept but not active: it was too much worse than the active one, or than was asked for. */
    REJECTED;

    /** {@return true where nothing more will happen} */
    public boolean isOver() {
        return this != QUEUED && this != RUNNING;
    }
}
