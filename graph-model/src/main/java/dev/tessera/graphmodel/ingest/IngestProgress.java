package dev.tessera.graphmodel.ingest;

/** Is told how far an import has come. What it throws stops the import, which can simply be run again. */
@FunctionalInterface
public interface IngestProgress {
    /** The steps of an import, in order; a validation stops before {@link #USERS}. */
    enum Phase {
        READING,
        COMPARING,
        USERS,
        ITEMS,
        FEATURES,
        PICTURES,
        INTERACTIONS
    }

    /**
     * Called at the start and the end of each phase and after each batch. COMPARING runs once for each kind of thing, from
     * 0 each time.
     *
     * @param done sources read in READING, rows in the other phases; rises to {@code total}
     */
    void at(Phase phase, int done, int total);

    /** {@return a listener that does nothing} */
    static IngestProgress silent() {
        return (phase, done, total) -> {};
    }
}
