package dev.tessera.graphmodel.encode;

import dev.tessera.graphmodel.domain.Item;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an item says in words. A null field is unknown. */
public record ItemText(
        @Nullable String title,
        @Nullable String description,
        List<String> categories,
        @Nullable String brand) {
    public ItemText {
        categories = List.copyOf(categories);
    }

    public static ItemText of(Item item) {
        return new ItemText(item.title(), item.description(), item.categories(), item.brand());
    }

    /** {@return all of it as one text, a line a field, the categories in one; empty where nothing is known} */
    public String joined() {
        String joinedCategories = categories.stream().sorted().collect(Collectors.joining(", "));
        return Stream.of(title, brand, joinedCategories, description)
                .filter(Objects::nonNull)
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\n"));
    }
}
