package dev.tessera.server.serving;

import dev.tessera.graphmodel.domain.ItemId;
import java.util.Arrays;
import java.util.Collection;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a question as one text: the same whatever the order of its sets, and another for other arguments, as
 * every part stands behind its length.
 */
final class Canonical {
    private Canonical() {}

    static String of(Question question, double diversity) {
        var steer = new TreeMap<String, Double>();
        question.steer().forEach((token, weight) -> steer.put(token.toString(), weight));
        return parts(
                "recommendations",
                of(question.audience()),
                of(question.where()),
                set(question.exclude()),
                String.valueOf(question.includeSeen()),
                set(steer.keySet()),
                parts(steer.values().stream().map(String::valueOf).toArray(String[]::new)),
                String.valueOf(diversity));
    }

    static String of(ItemId item, @Nullable ItemFilter where) {
        return parts("similar", item.value(), of(where));
    }

    private static String of(Audience audience) {
        return switch (audience) {
            case Audience.OfUser(var user) -> parts("user", user.value());
            case Audience.Session(var liked, var disliked) -> parts("session", set(liked), set(disliked));
        };
    }

    private static String of(@Nullable ItemFilter filter) {
        return switch (filter) {
            case null -> "";
            case ItemFilter.InCategory(var names) -> parts("category", set(names));
            case ItemFilter.OfBrand(var names) -> parts("brand", set(names));
            case ItemFilter.Created(var from, var until) ->
                parts("created", String.valueOf(from), String.valueOf(until));
            case ItemFilter.HasToken(var token) -> parts("token", token.toString());
            case ItemFilter.All(var filters) -> parts("all", list(filters));
            case ItemFilter.Any(var filters) -> parts("any", list(filters));
            case ItemFilter.Not(var denied) -> parts("not", of(denied));
        };
    }

    private static String list(Collection<ItemFilter> filters) {
        return parts(filters.stream().map(Canonical::of).toArray(String[]::new));
    }

    private static String set(Collection<?> ids) {
        return parts(ids.stream().map(Object::toString).sorted().toArray(String[]::new));
    }

    private static String parts(String... parts) {
        var text = new StringBuilder();
        Arrays.stream(parts).forEach(p -> text.append(p.length()).append(':').append(p));
        return text.toString();
    }
}
