package dev.tessera.server.config;

import java.util.Arrays;
import java.util.List;

/** Finds what somebody probably meant. */
final class Nearest {
    private Nearest() {}

    /** {@return the candidate the fewest edits away from {@code word}, the first of several} */
    static String to(String word, List<String> candidates) {
        String nearest = candidates.getFirst();
        for (String candidate : candidates) {
            nearest = edits(word, candidate) < edits(word, nearest) ? candidate : nearest;
        }
        return nearest;
    }

    /** {@return the Levenshtein distance} */
    private static int edits(String from, String to) {
        int[] previous = new int[to.length() + 1];
        Arrays.setAll(previous, j -> j);
        for (int i = 1; i <= from.length(); i++) {
            previous = nextRow(previous, from.charAt(i - 1), to, i);
        }
        return previous[to.length()];
    }

    private static int[] nextRow(int[] previous, char letter, String to, int row) {
        int[] current = new int[previous.length];
        current[0] = row;
        for (int j = 1; j < current.length; j++) {
            int replaced = previous[j - 1] + (letter == to.charAt(j - 1) ? 0 : 1);
            current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
        }
        return current;
    }
}
