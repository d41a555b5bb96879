package dev.tessera.graphmodel.domain;

import java.util.Locale;

/**
 * One code word of a codebook, written {@code codebook/modality/slot/code}.
 *
 * @param codebook the codebook it belongs to
 * @param modality the modality whose features it quantises
 * @param slot which sub-vector, from 0
 * @param code which centroid of the slot, from 0
 */
public record TokenId(CodebookId codebook, Modality modality, int slot, int code) {
    public TokenId {
        Require.that(slot >= 0 && code >= 0, "slot (" + slot + ") and code (" + code + ") must not be negative");
    }

    /**
     * {@return the id that was written as {@code text}}
     *
     * @throws IllegalArgumentException where it is not of the form codebook/modality/slot/code
     */
    public static TokenId parse(String text) {
        String[] parts = text.split("/", -1);
        try {
            if (parts.length == 4) {
                return new TokenId(
                        new CodebookId(parts[0]),
                        Modality.valueOf(parts[1].toUpperCase(Locale.ROOT)),
                        Integer.parseInt(parts[2]),
                        Integer.parseInt(parts[3]));
            }
        } catch (IllegalArgumentException e) {
            throw malformed(text, e);
        }
        throw malformed(text, null);
    }

    private static IllegalArgumentException malformed(String text, @org.jspecify.annotations.Nullable Throwable cause) {
        return new IllegalArgumentException(
                "'" + text + "' is not a token id. One looks like 20261121-101500/text/3/17", cause);
    }

    @Override
    public String toString() {
        return codebook + "/" + modality.key() + "/" + slot + "/" + code;
    }
}
