package dev.tessera.graphmodel.ingest;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts the changes of one kind of thing and keeps the rows to write. */
final class Tally<T> {
    private final Map<Change, Integer> counts = new EnumMap<>(Change.class);
    private final List<T> changed = new ArrayList<>();

    void add(T row, Change change) {
        counts.merge(change, 1, Integer::sum);
        if (change != Change.UNCHANGED) {
            changed.add(row);
        }
    }

    List<T> changed() {
        return changed;
    }

    Counts counts(int duplicates) {
        return new Counts(count(Change.CREATED), count(Change.UPDATED), count(Change.UNCHANGED), duplicates);
    }

    private int count(Change change) {
        return counts.getOrDefault(change, 0);
    }
}
