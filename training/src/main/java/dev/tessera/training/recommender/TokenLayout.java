package dev.tessera.training.recommender;

import dev.tessera.graphmodel.token.TokenCodes;

/** The constant arrays that {@link TokenCross} looks up and multiplies by, position by position. */
final class TokenLayout {
    private TokenLayout() {}

    /** {@return the token row of each position and item, N x n; row 0 stands for an absent one and is masked} */
    static int[] tokenRows(TokenCodes codes) {
        int items = codes.items();
        int[] rows = new int[codes.positions() * items];
        for (int position = 0; position < codes.positions(); position++) {
            for (int item = 0; item < items; item++) {
                rows[position * items + item] = Math.max(codes.token(item, position), 0);
            }
        }
        return rows;
    }

    /** {@return 1 where the item has a token in that position, else 0; N x n} */
    static float[] present(TokenCodes codes) {
        int items = codes.items();
        float[] present = new float[codes.positions() * items];
        for (int position = 0; position < codes.positions(); position++) {
            for (int item = 0; item < items; item++) {
                present[position * items + item] = codes.token(item, position) == TokenCodes.ABSENT ? 0 : 1;
            }
        }
        return present;
    }

    /** {@return 1 / the number of tokens of each item, 0 for an item without} */
    static float[] reciprocalCounts(TokenCodes codes) {
        float[] reciprocals = new float[codes.items()];
        for (int item = 0; item < reciprocals.length; item++) {
            int count = codes.count(item);
            reciprocals[item] = count == 0 ? 0 : 1f / count;
        }
        return reciprocals;
    }

    /** {@return 1 where the tokens of two positions may meet, else 0; N x N} */
    static float[] meetings(TokenCodes codes, CrossScope scope) {
        int slots = codes.positions();
        float[] meetings = new float[slots * slots];
        for (int a = 0; a < slots; a++) {
            for (int b = 0; b < slots; b++) {
                boolean same = codes.modalities().get(a) == codes.modalities().get(b);
                meetings[a * slots + b] = same || scope == CrossScope.AGNOSTIC ? 1 : 0;
            }
        }
        return meetings;
    }
}
