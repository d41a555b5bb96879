package dev.tessera.server.synthetic;

import java.util.List;
import java.util.Random;

/** Made-up names and texts: items of one shelf share words that others do not have. */
final class Words {
    private static final List<String> KINDS = List.of(
            "lamp", "kettle", "chair", "blanket", "mug", "basket", "clock", "mirror", "pillow", "teapot", "vase",
            "tray", "bottle", "candle", "apron", "rug", "stool", "bowl", "jar", "curtain");
    private static final List<String> MANNERS = List.of(
            "soft",
            "quiet",
            "large",
            "small",
            "striped",
            "natural",
            "foldable",
            "washable",
            "blue",
            "green",
            "sturdy",
            "light",
            "round",
            "woven",
            "plain",
            "bright");

    private static final String CONSONANTS = "bdfgklmnprstvz";
    private static final String VOWELS = "aeiou";
    private static final int SYLLABLES = CONSONANTS.length() * VOWELS.length();

    private static final int WORDS_OF_A_SHELF = 40;
    private static final int FIRST_WORD = 10_000;
    private static final int WORDS_OF_A_DESCRIPTION = 12;

    private Words() {}

    static String category(int shelf) {
        return capitalised(word(shelf, 0)) + " " + kind(shelf) + "s";
    }

    static String brand(int brand) {
        return capitalised(name(brand));
    }

    static String title(int shelf, int item, Random random) {
        return capitalised(any(MANNERS, random)) + " " + word(shelf, random) + " " + kind(shelf) + " " + item;
    }

    static String description(int shelf, Random random) {
        var text = new StringBuilder("A " + any(MANNERS, random) + " " + kind(shelf) + ":");
        for (int k = 0; k < WORDS_OF_A_DESCRIPTION; k++) {
            text.append(' ').append(k % 3 == 0 ? any(MANNERS, random) : word(shelf, random));
        }
        return text.toString();
    }

    private static String kind(int shelf) {
        return KINDS.get(shelf % KINDS.size());
    }

    private static String any(List<String> words, Random random) {
        return words.get(random.nextInt(words.size()));
    }

    /** {@return a word of a shelf, its first ones oftener} */
    private static String word(int shelf, Random random) {
        double share = random.nextDouble();
        return word(shelf, (int) (WORDS_OF_A_SHELF * share * share));
    }

    private static String word(int shelf, int number) {
        return name(FIRST_WORD + shelf * WORDS_OF_A_SHELF + number);
    }

    /** {@return a name that no other number has, of two syllables or more} */
    private static String name(int number) {
        var name = new StringBuilder();
        for (int left = number; left > 0 || name.length() < 4; left /= SYLLABLES) {
            int syllable = left % SYLLABLES;
            name.append(CONSONANTS.charAt(syllable / VOWELS.length()))
                    .append(VOWELS.charAt(syllable % VOWELS.length()));
        }
        return name.toString();
    }

    private static String capitalised(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }
}
