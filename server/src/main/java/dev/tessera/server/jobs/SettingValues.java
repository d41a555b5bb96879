package dev.tessera.server.jobs;

import dev.tessera.training.tensor.FanOut;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads settings' texts; what cannot be read is named with its key, its text and what would be valid. */
final class SettingValues {
    private final Map<String, String> defaults;
    private final Map<String, String> changed;

    SettingValues(Map<String, String> defaults, Map<String, String> changed) {
        this.defaults = defaults;
        this.changed = changed;
    }

    String text(String key) {
        return changed.getOrDefault(key, defaults.getOrDefault(key, ""));
    }

    int integer(String key) {
        return parse(key, "a whole number", Integer::valueOf);
    }

    /** {@return the number, 1 or more, or another one for a word} */
    int positiveOr(String key, String word, int meaning) {
        return text(key).equals(word)
                ? meaning
                : parse(key, "a whole number from 1 on, or " + word, text -> {
                    int number = Integer.parseInt(text);
                    if (number < 1) {
                        throw new IllegalArgumentException(text);
                    }
                    return number;
                });
    }

    float number(String key) {
        return parse(key, "a number", Float::valueOf);
    }

    FanOut fanOut(String key) {
        return parse(key, "all, or a number for each layer with plus signs between, such as 10+5", FanOut::parse);
    }

    boolean isOn(String key) {
        return parse(key, "on or off", text -> switch (text) {
            case "on" -> true;
            case "off" -> false;
            default -> throw new IllegalArgumentException(text);
        });
    }

    /** {@return true for the one word, false for the other} */
    boolean isWord(String key, String yes, String no) {
        return parse(key, yes + " or " + no, text -> {
            if (!text.equals(yes) && !text.equals(no)) {
                throw new IllegalArgumentException(text);
            }
            return text.equals(yes);
        });
    }

    <E extends Enum<E>> E choice(String key, Class<E> of) {
        return parse(key, "one of " + words(of, ", "), text -> Enum.valueOf(of, text.toUpperCase(Locale.ROOT)));
    }

    /** {@return the words between plus signs} */
    <E extends Enum<E>> Set<E> choices(String key, Class<E> of) {
        return parse(key, "some of " + words(of, "+"), text -> {
            Set<E> chosen = EnumSet.noneOf(of);
            for (String word : text.split("\\+", -1)) {
                chosen.add(Enum.valueOf(of, word.toUpperCase(Locale.ROOT)));
            }
            return chosen;
        });
    }

    private static <E extends Enum<E>> String words(Class<E> of, String between) {
        return Arrays.stream(of.getEnumConstants())
                .map(e -> e.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(between));
    }

    private <T> T parse(String key, String wanted, Function<String, T> parser) {
        try {
            return parser.apply(text(key));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    key + " should be " + wanted + ", was '" + text(key) + "'. The default is " + defaults.get(key), e);
        }
    }
}
