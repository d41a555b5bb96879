package dev.tessera.server.serving;

import dev.tessera.graphmodel.domain.Item;
import dev.tessera.server.snapshot.Catalogue;
import dev.tessera.server.snapshot.Generation;
import dev.tessera.server.snapshot.ItemTokens;
import java.time.Instant;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Filters as sets of catalogue rows, each worked out once for a catalogue and a generation; the sets that were used last
 * are kept. Thread-safe.
 */
final class Filters {
    private static final int KEPT = 256;

    private final Catalogue catalogue;
    private final Generation generation;
    private final Map<ItemFilter, BitSet> known = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ItemFilter, BitSet> eldest) {
            return size() > KEPT;
        }
    });

    Filters(Catalogue catalogue, Generation generation) {
        this.catalogue = catalogue;
        this.generation = generation;
    }

    boolean areOf(Catalogue other, Generation otherGeneration) {
        return catalogue == other && generation == otherGeneration;
    }

    /** {@return the rows for which the filter holds; shared, to be read only} */
    BitSet rows(ItemFilter filter) {
        BitSet rows = known.get(filter);
        if (rows == null) {
            rows = compile(filter);
            known.put(filter, rows);
        }
        return rows;
    }

    private BitSet compile(ItemFilter filter) {
        return switch (filter) {
            case ItemFilter.InCategory(var names) ->
                catalogue.where(item -> item.categories().stream().anyMatch(names::contains));
            case ItemFilter.OfBrand(var names) ->
                catalogue.where(item -> item.brand() != null && names.contains(item.brand()));
            case ItemFilter.Created(var from, var until) -> catalogue.where(item -> isBetween(item, from, until));
            case ItemFilter.HasToken(var token) -> {
                ItemTokens tokens = generation.tokens();
                Integer row = tokens == null ? null : tokens.rowOf(token);
                yield tokens == null || row == null ? new BitSet() : tokens.carriers(row, catalogue.size());
            }
            case ItemFilter.All(var filters) -> {
                BitSet all = everything();
                filters.forEach(f -> all.and(rows(f)));
                yield all;
            }
            case ItemFilter.Any(var filters) -> {
                var any = new BitSet();
                filters.forEach(f -> any.or(rows(f)));
                yield any;
            }
            case ItemFilter.Not(var denied) -> {
                BitSet rest = everything();
                rest.andNot(rows(denied));
                yield rest;
            }
        };
    }

    private static boolean isBetween(Item item, @Nullable Instant from, @Nullable Instant until) {
        Instant created = item.createdAt();
        return created != null
                && (from == null || !created.isBefore(from))
                && (until == null || created.isBefore(until));
    }

    private BitSet everything() {
        var all = new BitSet();
        all.set(0, catalogue.size());
        return all;
    }
}
