package dev.tessera.graphmodel.token;

import dev.tessera.graphmodel.domain.CodebookId;
import dev.tessera.graphmodel.domain.IdIndex;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.domain.TokenId;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * Which tokens each item carries: an item has one token in each position, or none where it lacks the modality. A
 * position is a slot of a modality; positions of one modality stand together. Tokens are numbered by their row in
 * {@link #tokens()}, which is the row of their embedding.
 */
public final class TokenCodes {
    /** What {@link #token} answers where the item lacks the modality. */
    public static final int ABSENT = -1;

    private final CodebookId codebook;
    private final List<TokenId> tokens;
    private final List<Modality> modalities;
    private final int[] rows;

    /**
     * @param modalities the modality of each position
     * @param rows item by item, the token row of each position or {@link #ABSENT}
     */
    public TokenCodes(CodebookId codebook, List<TokenId> tokens, List<Modality> modalities, int[] rows) {
        this.codebook = codebook;
        this.tokens = List.copyOf(tokens);
        this.modalities = List.copyOf(modalities);
        this.rows = rows.clone();
    }

    public CodebookId codebook() {
        return codebook;
    }

    /** {@return all tokens of the codebook; the position in this list is the token's row} */
    public List<TokenId> tokens() {
        return tokens;
    }

    /** {@return the modality of each position} */
    public List<Modality> modalities() {
        return modalities;
    }

    /** {@return how many tokens an item with every modality has} */
    public int positions() {
        return modalities.size();
    }

    /** {@return how many items there are} */
    public int items() {
        return positions() == 0 ? 0 : rows.length / positions();
    }

    /** {@return the row of an item's token, or {@link #ABSENT}} */
    public int token(int item, int position) {
        return rows[item * positions() + position];
    }

    /** {@return true where an item has a token in some position} */
    public boolean has(int item, int token) {
        for (int position = 0; position < positions(); position++) {
            if (token(item, position) == token) {
                return true;
            }
        }
        return false;
    }

    /** {@return how many tokens an item carries} */
    public int count(int item) {
        int from = item * positions();
        return (int) Arrays.stream(rows, from, from + positions())
                .filter(t -> t != ABSENT)
                .count();
    }

    /** {@return these codes, but for the tokens of a modality where an item is in that modality's set} */
    public TokenCodes without(Map<Modality, BitSet> items) {
        int[] left = rows.clone();
        for (int k = 0; k < left.length; k++) {
            BitSet lost = items.get(modalities.get(k % positions()));
            if (lost != null && lost.get(k / positions())) {
                left[k] = ABSENT;
            }
        }
        return new TokenCodes(codebook, tokens, modalities, left);
    }

    /** {@return the codes of some items, in the order of {@code kept}} */
    public TokenCodes select(IdIndex<ItemId> all, IdIndex<ItemId> kept) {
        int[] selected = new int[kept.size() * positions()];
        for (int item = 0; item < kept.size(); item++) {
            int from = all.rowOf(kept.idOf(item)) * positions();
            System.arraycopy(rows, from, selected, item * positions(), positions());
        }
        return new TokenCodes(codebook, tokens, modalities, selected);
    }
}
