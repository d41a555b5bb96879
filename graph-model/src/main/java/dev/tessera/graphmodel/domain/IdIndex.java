package dev.tessera.graphmodel.domain;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Ids and their rows in a matrix, in the ids' natural order, so that the same ids always get the same rows.
 *
 * @param <T> the id's type
 */
public final class IdIndex<T extends Comparable<T>> {
    /** What {@link #rowOf} answers for an id that is not here. */
    public static final int ABSENT = -1;

    private final List<T> ids;
    private final Map<T, Integer> rows;

    private IdIndex(List<T> ids) {
        this.ids = ids;
        this.rows = HashMap.newHashMap(ids.size());
        for (int row = 0; row < ids.size(); row++) {
            rows.put(ids.get(row), row);
        }
    }

    /** {@return the index of these ids; duplicates count once} */
    public static <T extends Comparable<T>> IdIndex<T> of(Collection<T> ids) {
        return new IdIndex<>(ids.stream().distinct().sorted().toList());
    }

    /** {@return an index without ids} */
    public static <T extends Comparable<T>> IdIndex<T> empty() {
        return new IdIndex<T>(List.<T>of());
    }

    public int size() {
        return ids.size();
    }

    public T idOf(int row) {
        return ids.get(row);
    }

    /** {@return the id's row, or {@link #ABSENT}} */
    public int rowOf(T id) {
        return rows.getOrDefault(id, ABSENT);
    }

    /** {@return all ids by row} */
    public List<T> ids() {
        return ids;
    }
}
