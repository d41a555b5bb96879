package dev.tessera.graphmodel.encode;

/**
 * What makes features of one kind of content, where the caller gives none.
 *
 * @param <C> {@link ItemText} or {@link Picture}
 */
public sealed interface EncoderChoice<C> {
    /** The encoder of this package, fitted on the catalogue whenever tokens are made. */
    record BuiltIn<C>() implements EncoderChoice<C> {}

    /** No features are made. */
    record Off<C>() implements EncoderChoice<C> {}

    /** An encoder that learned elsewhere. Whoever opened it closes it. */
    record Pretrained<C>(ContentEncoder<C> encoder) implements EncoderChoice<C> {}
}
