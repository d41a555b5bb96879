package dev.tessera.graphmodel.ingest;

import java.util.ArrayList;
import java.util.List;

/** Counts rejected rows and keeps the first ones. */
final class Rejections {
    static final int KEPT = 1_000;

    private final List<Rejected> kept = new ArrayList<>();
    private int total;

    void add(Rejected rejected) {
        total++;
        if (kept.size() < KEPT) {
            kept.add(rejected);
        }
    }

    List<Rejected> kept() {
        return kept;
    }

    int total() {
        return total;
    }
}
