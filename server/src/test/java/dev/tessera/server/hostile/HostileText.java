package dev.tessera.server.hostile;

import dev.tessera.server.fixture.TestServer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/** Texts that break what was only tried with letters, and numbers beyond every range. */
final class HostileText {
    /** As wide as those of the sample, so that it is the numbers that are looked at. */
    static final int FEATURE_WIDTH = 64;

    private static final List<String> SCRIPTS = List.of(
            "Ελληνικά",
            "кириллица",
            "עברית",
            "العربية",
            "हिन्दी",
            "ไทย",
            "日本語",
            "한국어",
            "ქართული",
            "አማርኛ",
            "ᚠᚢᚦ",
            "𓀀𓀁",
            "😀👩‍👩‍👧",
            "e\u0301\u0301\u0301",
            "\u202Egnirts",
            "\u200B\u200D",
            "\uFEFF",
            "\u0000",
            "a\u0000b",
            "\r\n\t",
            "\u2028",
            "\uFFFD\uFFFF",
            "ﬀ",
            "İı",
            "ß",
            "0",
            "-1",
            "null",
            "undefined",
            "NaN",
            "true",
            "../../etc/passwd",
            "%00",
            "%n%s%d",
            "${jndi:ldap://127.0.0.1/x}",
            "' OR 1=1 --",
            "'}) DETACH DELETE n //",
            "$items",
            "`",
            "\\",
            "\"",
            "<script>");

    private static final List<String> NUMBERS = List.of(
            "0",
            "-0",
            "-1",
            "201",
            "2147483647",
            "2147483648",
            "-2147483649",
            "9223372036854775808",
            "1e400",
            "-1e400",
            "1e-400",
            "0.5",
            "3.4e38",
            "-1e30",
            "1".repeat(300),
            "0." + "3".repeat(300));

    private static final List<String> CURSORS = List.of(
            "",
            " ",
            "=",
            "====",
            "AAAA",
            "after1",
            "SVRFTTo",
            "T0ZGU0VUOi0x",
            "T0ZGU0VUOjk5OTk5OTk5OTk5OQ",
            "RVZFTlQ6eCB5",
            "TU9ERUw6",
            "VE9LRU46Li4v",
            "eyJ2IjoxfQ",
            "\u0000",
            "日本語");

    private HostileText() {}

    /** {@return a name that is no user's and no item's} */
    static String id(Random random) {
        String text = SCRIPTS.get(random.nextInt(SCRIPTS.size()));
        return switch (random.nextInt(4)) {
            case 0 -> text.repeat(1 + random.nextInt(200)) + "~";
            case 1 -> characters(random, 1 + random.nextInt(40)) + "~";
            default -> text + "~" + random.nextInt(1_000_000);
        };
    }

    /** {@return any characters there are, but no halves of one} */
    static String characters(Random random, int count) {
        var text = new StringBuilder();
        while (text.length() < count) {
            int character = random.nextInt(random.nextBoolean() ? 0x300 : Character.MAX_CODE_POINT);
            boolean half = character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
            text.appendCodePoint(half ? 'x' : character);
        }
        return text.toString();
    }

    /** {@return what no field takes for {@code first}} */
    static String number(Random random) {
        return NUMBERS.get(random.nextInt(NUMBERS.size()));
    }

    static String cursor(Random random) {
        byte[] noise = characters(random, 1 + random.nextInt(60)).getBytes(StandardCharsets.UTF_8);
        return switch (random.nextInt(3)) {
            case 0 -> CURSORS.get(random.nextInt(CURSORS.size()));
            case 1 -> Base64.getUrlEncoder().encodeToString(noise);
            default -> "!" + characters(random, random.nextInt(3_000));
        };
    }

    /** {@return the text as a literal of GraphQL, which JSON's are but for a few} */
    static String quoted(String text) {
        return TestServer.json(text);
    }

    static <T> T one(Random random, List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
