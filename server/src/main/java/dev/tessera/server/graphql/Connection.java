package dev.tessera.server.graphql;

import java.util.List;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list, as Relay lays it out.
 *
 * @param total counts the whole list; runs only where a query asks for it
 */
record Connection<T>(List<Edge<T>> edges, PageInfo pageInfo, IntSupplier total) {
    record Edge<T>(String cursor, T node) {}

    record PageInfo(
            boolean hasNextPage,
            boolean hasPreviousPage,
            @Nullable String startCursor,
            @Nullable String endCursor) {
        static PageInfo of(List<? extends Edge<?>> edges, boolean hasNext, boolean hasPrevious) {
            return edges.isEmpty()
                    ? new PageInfo(hasNext, hasPrevious, null, null)
                    : new PageInfo(
                            hasNext,
                            hasPrevious,
                            edges.getFirst().cursor(),
                            edges.getLast().cursor());
        }
    }

    /** Says where an entry is in the whole list. */
    interface CursorOf<T> {
        /** {@return the cursor of the page's entry number {@code index}, from 0} */
        String at(int index, T entry);
    }

    /** {@return the page that was asked for, from up to {@link PageRequest#limit} entries that were found} */
    static <T> Connection<T> of(List<T> found, PageRequest page, CursorOf<T> cursor, IntSupplier total) {
        List<Edge<T>> edges = IntStream.range(0, Math.min(page.first(), found.size()))
                .mapToObj(k -> new Edge<>(cursor.at(k, found.get(k)), found.get(k)))
                .toList();
        boolean hasNext = found.size() > page.first();
        return new Connection<>(edges, PageInfo.of(edges, hasNext, page.after() != null), total);
    }

    static <T> Connection<T> empty() {
        return new Connection<>(List.of(), new PageInfo(false, false, null, null), () -> 0);
    }

    List<T> nodes() {
        return edges.stream().map(Edge::node).toList();
    }
}
