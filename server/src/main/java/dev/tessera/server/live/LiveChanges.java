package dev.tessera.server.live;

import dev.tessera.graphmodel.change.Event;
import dev.tessera.graphmodel.change.Event.Fate;
import dev.tessera.graphmodel.change.InteractionChanges;
import dev.tessera.graphmodel.change.InteractionChanges.Pair;
import dev.tessera.graphmodel.change.ItemChange;
import dev.tessera.graphmodel.change.ItemChanges;
import dev.tessera.graphmodel.change.UserChanges;
import dev.tessera.graphmodel.change.UserChanges.UserChange;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.TokenId;
import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.graphmodel.encode.EncodedPicture;
import dev.tessera.graphmodel.encode.EncoderChoices;
import dev.tessera.graphmodel.ingest.FetchedPictures;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.Items;
import dev.tessera.server.live.ChangeQueue.Done;
import dev.tessera.server.picture.PictureFetcher;
import dev.tessera.server.picture.PictureQueue;
import dev.tessera.server.serving.ServedSnapshot;
import dev.tessera.server.snapshot.History.Bond;
import dev.tessera.server.snapshot.NextMoment;
import dev.tessera.server.trace.Tracing;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What applications change while they are served. Every call answers when its change is durable and served. Thread-safe. */
public final class LiveChanges implements AutoCloseable {
    private final Graph graph;
    private final ChangeQueue queue;
    private final LiveItems items;
    private final PictureQueue pictures;
    private final UserErasure erasing;
    private final Set<String> positiveKinds;
    private final LongAdder recorded = new LongAdder();

    /**
     * Begins to take changes.
     *
     * @param encoders make features of items that come with words and pictures
     * @param positiveKinds the kinds of interaction that count in favour of an item; empty: all
     */
    public LiveChanges(
            Graph graph,
            ServedSnapshot served,
            UserErasure erasing,
            EncoderChoices encoders,
            Set<String> positiveKinds) {
        this(graph, served, erasing, encoders, positiveKinds, () -> null, new PictureFetcher(Set.of()), Tracing.off());
    }

    /**
     * Begins to take changes, as long as nothing stands in their way.
     *
     * @param obstacle why the store takes none now; null: it does
     * @param fetcher fetches the pictures that items name by their URL, behind the changes
     * @param tracing is told how long changes wait and take
     */
    public LiveChanges(
            Graph graph,
            ServedSnapshot served,
            UserErasure erasing,
            EncoderChoices encoders,
            Set<String> positiveKinds,
            Supplier<@Nullable String> obstacle,
            PictureFetcher fetcher,
            Tracing tracing) {
        this.graph = graph;
        queue = new ChangeQueue(graph, served, obstacle, tracing);
        items = new LiveItems(served, encoders);
        this.erasing = erasing;
        this.positiveKinds = Set.copyOf(positiveKinds);
        pictures = new PictureQueue(fetcher, this::takePicture);
    }

    /** {@return what became of each event, in their order} */
    public List<Fate> record(List<Event> events) {
        List<Fate> made = queue.make(tx -> {
            List<Fate> fates = InteractionChanges.record(tx, events);
            return new Done<>(fates, next -> bind(events, fates, next));
        });
        recorded.add(made.stream().filter(fate -> fate == Fate.RECORDED).count());
        return made;
    }

    /** {@return how many events were recorded since the start, those left out that were there} */
    public long eventsRecorded() {
        return recorded.sum();
    }

    /** {@return why no changes are taken now, and what to do; null where they are} */
    public @Nullable String obstacle() {
        return queue.obstacle();
    }

    /** {@return how many changes wait for the writer} */
    public int waiting() {
        return queue.waiting();
    }

    private void bind(List<Event> events, List<Fate> fates, NextMoment next) {
        for (int k = 0; k < events.size(); k++) {
            var interaction = events.get(k).interaction();
            Bond bond = bond(Set.of(interaction.kind()));
            if (fates.get(k) == Fate.RECORDED) {
                next.strengthen(interaction.user(), interaction.item(), bond);
            }
        }
    }

    private Bond bond(Set<String> kinds) {
        if (kinds.isEmpty()) {
            return Bond.NONE;
        }
        boolean isLiked = positiveKinds.isEmpty() || kinds.stream().anyMatch(positiveKinds::contains);
        return isLiked ? Bond.LIKED : Bond.SEEN;
    }

    /** {@return how many of the events were there} */
    public int deleteInteractions(List<String> eventIds) {
        return queue.make(tx -> {
            List<Pair> removed = InteractionChanges.delete(tx, eventIds);
            Map<Pair, Set<String>> left = InteractionChanges.kinds(tx, new HashSet<>(removed));
            return new Done<>(
                    removed.size(),
                    next -> left.forEach((pair, kinds) -> next.bond(pair.user(), pair.item(), bond(kinds))));
        });
    }

    /**
     * Makes items or changes them; new ones are tokenised and get their vectors at once.
     *
     * @return for each change null, or what is wrong with it; the others are made
     * @throws dev.tessera.graphmodel.encode.PictureException where a picture cannot be read; nothing is made then
     */
    public List<@Nullable String> upsertItems(List<LiveItem> changes) {
        List<@Nullable EncodedPicture> given = items.pictures(graph, changes);
        List<@Nullable String> faults = queue.make(tx -> items.upsert(tx, changes, given));
        fetch(changes.stream()
                .filter(LiveItem::namesPicture)
                .map(item -> item.id().value())
                .toList());
        return faults;
    }

    private void fetch(List<String> named) {
        if (!named.isEmpty() && pictures.fetchesAny()) {
            graph.read(tx -> tx.run("picture_urls_of_items", Map.of("items", named)))
                    .forEach(row -> pictures.add(new ItemId(row.string("item")), row.string("url")));
        }
    }

    /** Fetches what an earlier process did not come to. */
    public void fetchMissingPictures() {
        if (pictures.fetchesAny()) {
            FetchedPictures.eachMissing(graph, pictures::add);
        }
    }

    /** A change of its own, as though the bytes had been given; it changes nothing where the item names another by now. */
    private void takePicture(ItemId item, String url, byte[] bytes) {
        var change = new ItemChange(item, Map.of("imageFetchedFrom", url), null, null, Map.of());
        List<LiveItem> changes = List.of(LiveItem.withPicture(change, bytes));
        List<@Nullable EncodedPicture> fetched = items.pictures(graph, changes);
        queue.make(tx -> {
            boolean isNamed = Items.byId(tx, List.of(item)).stream().anyMatch(i -> url.equals(i.imageUrl()));
            return isNamed ? items.upsert(tx, changes, fetched) : new Done<>(List.of(), next -> {});
        });
    }

    /** {@return whether the item was there} Its events go with it. */
    public boolean deleteItem(ItemId item) {
        return queue.make(tx -> {
            Map<TokenId, String> labels = ItemChanges.delete(tx, item);
            Map<TokenId, String> renamed = labels == null ? new HashMap<>() : labels;
            return new Done<>(labels != null, next -> {
                next.delete(item);
                next.labels(renamed);
            });
        });
    }

    public void upsertUsers(List<UserChange> changes) {
        queue.make(tx -> {
            UserChanges.upsert(tx, changes);
            return new Done<>(changes.size(), next -> {});
        });
    }

    /**
     * {@return whether the user was there} Nothing is left of the user, here or in any artifact, wherever it is restored.
     *
     * @throws UnfinishedErasureException where an artifact is damaged, so that the user may still be in its files; all else is
     *     done, and the user is served no more
     */
    public boolean deleteUser(UserId user) {
        erasing.erase(user); // first, so that what a killed process leaves is finished at the next start
        boolean wasThere = queue.make(tx -> new Done<>(UserChanges.delete(tx, user), next -> next.forget(user)));
        String left = erasing.erase(user); // again, for a training may have read the graph in between
        if (left != null) {
            throw new UnfinishedErasureException(left);
        }
        return wasThere;
    }

    /** Finishes the changes that are being made. */
    @Override
    public void close() {
        pictures.close();
        queue.close();
    }
}
