package dev.tessera.graphmodel.encode;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The terms of a text: its words, pairs of neighbouring words, and runs of characters within words, so that "blankets" is near
 * "blanket"; categories and the brand also whole. Runs are of 3 and 4 characters, of 1 and 2 in scripts that part no words.
 */
final class TextTerms {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}]*");

    private TextTerms() {}

    /** {@return every term as often as it occurs} */
    static List<String> of(ItemText text) {
        List<String> terms = new ArrayList<>();
        addWords(text.title(), terms::add);
        addWords(text.description(), terms::add);
        text.categories().stream().sorted().forEach(category -> {
            terms.add("category:" + plain(category));
            addWords(category, terms::add);
        });
        String brand = text.brand();
        if (brand != null) {
            terms.add("brand:" + plain(brand));
            addWords(brand, terms::add);
        }
        return terms;
    }

    private static void addWords(@Nullable String text, Consumer<String> sink) {
        if (text == null) {
            return;
        }
        Matcher words = WORD.matcher(plain(text));
        String before = null;
        while (words.find()) {
            String word = words.group();
            sink.accept("word:" + word);
            if (before != null) {
                sink.accept("pair:" + before + ' ' + word);
            }
            addRuns(word, sink);
            before = word;
        }
    }

    private static void addRuns(String word, Consumer<String> sink) {
        boolean unparted = word.codePoints().anyMatch(TextTerms::isUnparted);
        int[] characters = (unparted ? word : '<' + word + '>').codePoints().toArray();
        int shortest = unparted ? 1 : 3;
        for (int length = shortest; length <= shortest + 1; length++) {
            for (int from = 0; from + length <= characters.length; from++) {
                sink.accept("run:" + new String(characters, from, length));
            }
        }
    }

    private static boolean isUnparted(int character) {
        return switch (Character.UnicodeScript.of(character)) {
            case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> true;
            default -> false;
        };
    }

    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }
}
