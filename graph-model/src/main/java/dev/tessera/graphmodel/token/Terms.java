package dev.tessera.graphmodel.token;

import dev.tessera.graphmodel.domain.Item;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The distinct words of an item's title, description, categories, brand and attributes, without the commonest. */
final class Terms {
    private static final Pattern WORD = Pattern.compile("[\\p{L}][\\p{L}\\p{N}'-]{2,}");
    private static final Set<String> COMMON = Set.of(
            "the", "and", "for", "with", "from", "that", "this", "you", "your", "are", "was", "will", "its", "not",
            "but", "all", "has", "have", "can", "our", "his", "her", "out", "into", "one", "who", "when", "what",
            "tags", "a.k.a", "movieid");

    private Terms() {}

    static Set<String> of(Item item) {
        Set<String> terms = new TreeSet<>();
        addWords(item.title(), terms);
        addWords(item.description(), terms);
        addWords(item.brand(), terms);
        addWords(item.attributes(), terms);
        item.categories().forEach(c -> terms.add(c.toLowerCase(Locale.ROOT)));
        terms.removeAll(COMMON);
        return terms;
    }

    private static void addWords(@Nullable String text, Set<String> terms) {
        if (text != null) {
            Matcher words = WORD.matcher(text.toLowerCase(Locale.ROOT));
            while (words.find()) {
                terms.add(words.group());
            }
        }
    }
}
