package dev.tessera.server.graphql;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a person typed into a search box, made safe for the full-text index: each word is looked for as it is, and no
 * character or word has a meaning of its own. Words beyond the first 64 are left out.
 *
 * @param query in the index's language
 */
record SearchText(String query) {
    private static final int MAXIMUM_WORDS = 64;
    private static final Pattern SPECIAL = Pattern.compile("[-+&|!(){}\\[\\]^\"~*?:\\\\/<>=]");

    static SearchText of(String typed) {
        // The words AND, OR, NOT and TO mean something in capitals only; the index ignores case.
        String[] words = typed.strip().toLowerCase(Locale.ROOT).split("\\s+", -1);
        return new SearchText(Arrays.stream(words)
                .distinct()
                .limit(MAXIMUM_WORDS)
                .map(SearchText::escaped)
                .collect(Collectors.joining(" ")));
    }

    private static String escaped(String word) {
        return SPECIAL.matcher(word).replaceAll("\\\\$0");
    }
}
