package dev.tessera.graphmodel.encode;

import org.jspecify.annotations.Nullable;

/**
 * What is kept of a picture, so that the picture itself need not be: numbers from which features are made, now and after
 * encoders are fitted anew. Thread-safe.
 */
public interface PictureDescriber {
    /** {@return what tells this describer from every other} */
    String identity();

    /** {@return the numbers, of one width; null where the picture says nothing} */
    float @Nullable [] describe(Picture picture);
}
