package dev.tessera.server.config;

import java.util.List;

/**
 * What one source says about one key.
 *
 * @param values the elements of a list, else one
 */
record Given(List<String> values, String origin) {
    Given {
        values = List.copyOf(values);
    }

    /** {@return a text from a variable or a flag, where commas part the elements of a list} */
    static Given ofText(ConfigKey key, String text, String origin) {
        if (!key.isList()) {
            return new Given(List.of(text.strip()), origin);
        }
        List<String> elements = List.of(text.split(",")).stream()
                .map(String::strip)
                .filter(e -> !e.isEmpty())
                .toList();
        return new Given(elements, origin);
    }

    static Given standard(ConfigKey key) {
        return new Given(key.standardValues(), "the defaults");
    }

    String shown() {
        return String.join(", ", values);
    }
}
