package dev.tessera.server.security;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a caller may do. Everybody with a role may read. */
public enum Role {
    /** Reads: recommendations, explanations, items, users, tokens, models. */
    VIEWER,
    /** Also runs Cypher that only reads. */
    ANALYST,
    /** Also changes items, users and interactions. */
    EDITOR,
    /** Everything: also tokens, training and which model is served. */
    ADMIN;

    /** {@return whether one who has this role may do what {@code needed} may} */
    public boolean includes(Role needed) {
        return this == needed || this == ADMIN || needed == VIEWER;
    }

    /** {@return the name as people write it: lower case} */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@return the role of that name in any case, or null where there is none} */
    public static @Nullable Role find(String word) {
        for (Role role : values()) {
            if (role.name().equalsIgnoreCase(word)) {
                return role;
            }
        }
        return null;
    }

    /** {@return all names, for messages} */
    public static String words() {
        return Arrays.stream(values()).map(Role::word).collect(Collectors.joining(", "));
    }
}
