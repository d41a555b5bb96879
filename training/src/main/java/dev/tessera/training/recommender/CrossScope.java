package dev.tessera.training.recommender;

/** Which tokens meet in a {@link TokenCross}. */
public enum CrossScope {
    /** Tokens of all modalities, as in MOTOR's Fig. 2. */
    AGNOSTIC,
    /** Only tokens of one modality. */
    SPECIFIC
}
