package dev.tessera.server.serving;

import dev.tessera.server.serving.Cursor.Position;
import dev.tessera.server.serving.Diversifier.Penalised;
import dev.tessera.server.serving.Ranking.Place;
import dev.tessera.server.serving.RecommendationPage.Entry;
import dev.tessera.server.serving.RecommendationPage.Moment;
import dev.tessera.server.snapshot.Catalogue;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts pages out of a ranking and gives every entry its cursor. */
final class Pages {
    /** 2^64 over the golden ratio, odd: spreads what differs in few bits over all. */
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private final Catalogue catalogue;
    private final CursorKey key;
    private final Moment moment;
    private final long question;

    Pages(Catalogue catalogue, CursorKey key, Moment moment, long question) {
        this.catalogue = catalogue;
        this.key = key;
        this.moment = moment;
        this.question = question;
    }

    /**
     * {@return the page that follows a cursor}
     *
     * @param plain what the model has for a row, where the order is by something else too
     */
    RecommendationPage plain(Ranking ranking, PlainScore plain, int first, @Nullable Cursor after) {
        var page = new Draft(first, after);
        page.add(ranking, plain, after == null ? null : (Position.After) after.position());
        return page.finish();
    }

    /**
     * {@return the page that follows a cursor in the order that {@code window} begins with; refused where what came before
     * the cursor has another order by now, as filters and tokens are of now}
     *
     * @param window the first places, re-ranked, as they were when the first page was asked for
     * @param last where the plain order goes on behind the window; null where the window is empty
     * @param allowed the rows that may be shown now
     */
    Outcome<RecommendationPage> diverse(
            List<Penalised> window,
            @Nullable Place last,
            BitSet allowed,
            Ranking ranking,
            PlainScore plain,
            int first,
            @Nullable Cursor after) {
        if (after != null && after.position() instanceof Position.After) {
            return new Outcome.Success<>(plain(ranking, plain, first, after));
        }
        var start = after == null ? new Position.Offset(0, 0) : (Position.Offset) after.position();
        long[] orders = orders(window);
        if (start.offset() >= orders.length || orders[start.offset()] != start.order()) {
            return new Outcome.Conflict<>("what comes before this cursor has changed, and diversity sets each item off"
                    + " against those before. Ask the first page anew");
        }
        var page = new Draft(first, after);
        for (int k = start.offset(); k < window.size() && !page.isFull(); k++) {
            Place place = window.get(k).place();
            if (allowed.get(place.item())) {
                page.add(place, plain, window.get(k).penalty(), new Position.Offset(k + 1, orders[k + 1]));
            }
        }
        if (!page.isFull()) {
            page.add(ranking, plain, last == null ? null : behind(last));
        }
        return new Outcome.Success<>(page.finish());
    }

    /** {@return hashes of the first 0, 1, 2, ... places} */
    private static long[] orders(List<Penalised> window) {
        long[] orders = new long[window.size() + 1];
        for (int k = 0; k < window.size(); k++) {
            orders[k + 1] = MIX * (orders[k] + window.get(k).place().item() + 1);
        }
        return orders;
    }

    private Position.After behind(Place place) {
        return new Position.After(place.isPopular(), place.score(), catalogue.idOf(place.item()));
    }

    /** What the model has for a row, before anything is steered. */
    @FunctionalInterface
    interface PlainScore {
        float of(int row);
    }

    /** A page in the making: one entry more than was asked for says that there is a next page. */
    private final class Draft {
        private final int first;
        private final int before;
        private final List<Entry> entries = new ArrayList<>();

        Draft(int first, @Nullable Cursor after) {
            this.first = first;
            before = after == null ? 0 : after.place();
        }

        boolean isFull() {
            return entries.size() > first;
        }

        void add(Ranking ranking, PlainScore plain, Position.@Nullable After after) {
            for (Place place : ranking.places(first + 1 - entries.size(), after)) {
                add(place, plain, 0, behind(place));
            }
        }

        void add(Place place, PlainScore plain, double penalty, Position position) {
            int rank = before + entries.size() + 1;
            var cursor = new Cursor(moment, question, rank, position);
            entries.add(new Entry(
                    () -> cursor.encode(key),
                    catalogue.idOf(place.item()),
                    plain.of(place.item()),
                    rank,
                    place.source(),
                    penalty));
        }

        RecommendationPage finish() {
            List<Entry> shown = entries.subList(0, Math.min(first, entries.size()));
            return new RecommendationPage(moment, shown, isFull(), before > 0);
        }
    }
}
