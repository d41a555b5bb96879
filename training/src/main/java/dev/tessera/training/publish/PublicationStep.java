package dev.tessera.training.publish;

/** The moments of a publication after which a crash leaves something different behind. */
public enum PublicationStep {
    /** The new artifact's folder is there under a name that does not count. */
    ARTIFACT_HALF_WRITTEN,
    /** The new artifact is whole; the graph does not know it. */
    ARTIFACT_RENAMED,
    /** The graph knows the new version; the old one is active. */
    BEFORE_SWITCH,
    /** The new version is active; the nodes still mirror the old one. */
    AFTER_SWITCH,
    /** Some nodes mirror the new version. */
    MIRROR_HALF_WRITTEN,
    /** All nodes mirror the new version. */
    DONE
}
