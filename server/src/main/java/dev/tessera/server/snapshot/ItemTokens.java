package dev.tessera.server.snapshot;

import dev.tessera.graphmodel.domain.CodebookId;
import dev.tessera.graphmodel.domain.TokenId;
import dev.tessera.graphmodel.token.TokenCodes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which tokens of one codebook the catalogue's items carry; immutable. */
public final class ItemTokens {
    private final TokenCodes first;
    private final Map<Integer, int[]> later;
    private final Map<TokenId, Integer> rowOf;

    private ItemTokens(TokenCodes first, Map<Integer, int[]> later, Map<TokenId, Integer> rowOf) {
        this.first = first;
        this.later = later;
        this.rowOf = rowOf;
    }

    /** {@return the tokens of the first items, by catalogue row} */
    public static ItemTokens of(TokenCodes first) {
        Map<TokenId, Integer> rowOf = new HashMap<>();
        for (TokenId token : first.tokens()) {
            rowOf.put(token, rowOf.size());
        }
        return new ItemTokens(first, Map.of(), rowOf);
    }

    /** {@return these with the tokens of some items, by position, as they are now} */
    ItemTokens with(Map<Integer, int[]> changed) {
        Map<Integer, int[]> all = new HashMap<>(later);
        all.putAll(changed);
        return new ItemTokens(first, all, rowOf);
    }

    public CodebookId codebook() {
        return first.codebook();
    }

    public int positions() {
        return first.positions();
    }

    /** Puts a token's row at its position; nothing where the codebook has no such token. */
    public void place(TokenId token, int[] into) {
        Integer row = rowOf.get(token);
        if (row == null) {
            return;
        }
        int position = 0;
        while (first.modalities().get(position) != token.modality()) {
            position++;
        }
        into[position + token.slot()] = row;
    }

    /** {@return the row of an item's token, or {@link TokenCodes#ABSENT}} */
    public int token(int item, int position) {
        int[] changed = later.get(item);
        if (changed != null) {
            return changed[position];
        }
        return item < first.items() ? first.token(item, position) : TokenCodes.ABSENT;
    }

    /** {@return the token rows of an item by position} */
    public int[] tokens(int item) {
        int[] tokens = new int[positions()];
        for (int position = 0; position < tokens.length; position++) {
            tokens[position] = token(item, position);
        }
        return tokens;
    }

    /** {@return the token of a row} */
    public TokenId idOf(int token) {
        return first.tokens().get(token);
    }

    /** {@return the token's row, or null where the codebook has no such token} */
    public @Nullable Integer rowOf(TokenId token) {
        return rowOf.get(token);
    }

    /** {@return the items that carry a token} */
    public BitSet carriers(int token, int items) {
        var carriers = new BitSet(items);
        for (int item = 0; item < items; item++) {
            for (int position = 0; position < positions(); position++) {
                if (token(item, position) == token) {
                    carriers.set(item);
                }
            }
        }
        return carriers;
    }

    /** {@return the tokens that two items have in common, by position} */
    public List<TokenId> shared(int item, int other) {
        List<TokenId> shared = new ArrayList<>();
        for (int position = 0; position < positions(); position++) {
            int token = token(item, position);
            if (token != TokenCodes.ABSENT && token == token(other, position)) {
                shared.add(idOf(token));
            }
        }
        return shared;
    }

    /** {@return which share of the tokens of the richer of two items both carry, 0..1} */
    public double overlap(int item, int other) {
        int common = 0;
        int most = 0;
        int otherMost = 0;
        for (int position = 0; position < positions(); position++) {
            int token = token(item, position);
            int otherToken = token(other, position);
            common += token != TokenCodes.ABSENT && token == otherToken ? 1 : 0;
            most += token != TokenCodes.ABSENT ? 1 : 0;
            otherMost += otherToken != TokenCodes.ABSENT ? 1 : 0;
        }
        return common == 0 ? 0 : (double) common / Math.max(most, otherMost);
    }

    @Override
    public String toString() {
        return first.codebook() + ", changed " + Arrays.toString(later.keySet().toArray());
    }
}
