package dev.tessera.graphmodel.encode;

import dev.tessera.graphmodel.domain.Modality;
import org.jspecify.annotations.Nullable;

/**
 * Turns raw content into feature vectors of one width. Equal content has equal features, near content near ones. Thread-safe.
 *
 * @param <C> {@link ItemText} or {@link Picture}
 */
public interface ContentEncoder<C> {
    Modality modality();

    /** {@return how many numbers a feature has} */
    int width();

    /** {@return what tells this encoder from every other: features can be compared only where it is the same} */
    String fingerprint();

    /** {@return the feature, all of it finite; null where the content says nothing} */
    float @Nullable [] encode(C content);
}
