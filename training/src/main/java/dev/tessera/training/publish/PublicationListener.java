package dev.tessera.training.publish;

/** Hears of the steps of a publication, on the publishing thread. */
@FunctionalInterface
public interface PublicationListener {
    void reached(PublicationStep step);

    /** {@return a listener that does nothing} */
    static PublicationListener silent() {
        return step -> {};
    }
}
