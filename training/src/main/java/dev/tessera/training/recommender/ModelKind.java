package dev.tessera.training.recommender;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The models there are. */
public enum ModelKind {
    /** Items by how many users interacted with them. */
    POPULARITY,
    /** Matrix factorisation with the Bayesian personalised ranking loss. */
    BPR,
    /** Light graph convolution. */
    LIGHTGCN,
    /** Matrix factorisation with features beside the ids. */
    VBPR,
    /** Light graph convolution with aligned views of features and ids, without negatives. */
    BM3,
    /** Light graph convolution on pruned interactions and on a frozen graph of items alike by features. */
    FREEDOM,
    /** Nearest items by who interacted with them. */
    ITEM_KNN,
    /** Item ids as subtle features of content and structure. */
    IDSF;

    /** {@return the name on the command line, such as {@code lightgcn}} */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * {@return the kind of that name}
     *
     * @throws IllegalArgumentException where there is none; the message lists those there are
     */
    public static ModelKind of(String key) {
        return Arrays.stream(values())
                .filter(k -> k.key().equals(key.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no model '" + key + "'. There are: "
                        + Arrays.stream(values()).map(ModelKind::key).collect(Collectors.joining(", "))));
    }
}
