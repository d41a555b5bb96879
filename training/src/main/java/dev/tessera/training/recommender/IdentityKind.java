package dev.tessera.training.recommender;

import java.util.Arrays;
import java.util.Locale;

/** What an item is to a model. */
public enum IdentityKind {
    /** A row of its own. */
    ID,
    /** The tokens it shares with others (MOTOR). */
    TOKENS,
    /** Both, added: warm items keep a memory of their own, cold ones have their tokens. */
    BOTH;

    /** {@return the name on the command line, such as {@code both}} */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * {@return the kind of that name}
     *
     * @throws IllegalArgumentException where there is none; the message lists those there are
     */
    public static IdentityKind of(String key) {
        return Arrays.stream(values())
                .filter(k -> k.key().equals(key.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no identity '" + key + "'. There are: id, tokens, both"));
    }
}
