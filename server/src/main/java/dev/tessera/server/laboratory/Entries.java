package dev.tessera.server.laboratory;

import dev.tessera.training.recommender.IdentityKind;
import dev.tessera.training.recommender.ModelKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The models of a comparison as people write them, such as {@code popularity,lightgcn,lightgcn:tokens}. */
public final class Entries {
    private Entries() {}

    /**
     * {@return a candidate for each entry}
     *
     * @param identity of the entries that do not say
     * @param settings for all; one that begins with an entry's name and a point is for that entry alone
     * @throws IllegalArgumentException where there are fewer than two, one is there twice or cannot be
     */
    public static List<Candidate> parse(String text, IdentityKind identity, Map<String, String> settings) {
        List<String> names =
                Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        if (names.size() < 2 || names.contains("")) {
            throw new IllegalArgumentException(
                    "--compare needs two models or more, such as popularity,lightgcn:tokens, was '" + text + "'");
        }
        Set<List<Object>> seen = new HashSet<>();
        List<Candidate> candidates = new ArrayList<>();
        for (String name : names) {
            String[] parts = name.split(":", 2);
            ModelKind kind = ModelKind.of(parts[0]);
            IdentityKind own = parts.length == 1 ? identity : IdentityKind.of(parts[1]);
            if (!seen.add(List.of(kind, own))) {
                throw new IllegalArgumentException("--compare " + text + " has " + name + " twice");
            }
            String label = parts.length == 1 && own != IdentityKind.ID ? name + ":" + own.key() : name;
            candidates.add(new Candidate(label, kind, own, settingsOf(name, names, settings), Map.of()));
        }
        return candidates;
    }

    private static Map<String, String> settingsOf(String name, List<String> names, Map<String, String> settings) {
        Map<String, String> own = new HashMap<>();
        settings.forEach((key, value) -> {
            if (names.stream().noneMatch(n -> key.startsWith(n + "."))) {
                own.put(key, value);
            }
        });
        settings.forEach((key, value) -> {
            if (key.startsWith(name + ".")) {
                own.put(key.substring(name.length() + 1), value);
            }
        });
        return own;
    }
}
