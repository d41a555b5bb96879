package dev.tessera.graphmodel.encode;

import dev.tessera.graphmodel.domain.Modality;

/** What became of the content of one modality. */
public sealed interface EncodingOutcome {
    Modality modality();

    /**
     * Features of this modality were given, so none are made: the two could not be compared.
     *
     * @param items how many have a given feature
     * @param without how many have content and no feature
     */
    record Given(Modality modality, int items, int without) implements EncodingOutcome {}

    /**
     * Features were made.
     *
     * @param items of how many items
     * @param outdated how many pictures were described for another encoder, and have no feature until they are imported again
     * @param by the encoder's fingerprint
     */
    record Made(Modality modality, int items, int outdated, String by) implements EncodingOutcome {}

    /**
     * Nothing was made: no encoder is wanted, or fewer than two items have content that it can read.
     *
     * @param outdated as for {@link Made}
     */
    record Nothing(Modality modality, int outdated) implements EncodingOutcome {}
}
