package dev.tessera.server.graphql;

import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param first how many entries, 1 to 200
 * @param after the cursor of the entry before, or null for the list's beginning
 */
record PageRequest(int first, @Nullable String after) {
    /** {@return how many entries to look for: one more than asked, to know whether others follow} */
    int limit() {
        return first + 1;
    }
}
