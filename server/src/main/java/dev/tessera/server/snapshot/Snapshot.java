package dev.tessera.server.snapshot;

import dev.tessera.graphmodel.domain.ModelVersion;
import dev.tessera.graphmodel.domain.TokenId;
import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.training.recommender.NewItem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Everything that answers are made of, at one moment; never changed, but for histories, which know their own moments.
 * Learned arrays come from the artifact, interactions and attributes from the graph.
 */
public final class Snapshot {
    /** How many generations stay loaded, so that one can go back, and pages begun with the one before can be read on. */
    private static final int GENERATIONS = 2;

    /** How many rankings by popularity stay, for the same reason. */
    private static final int RANKINGS = 16;

    private final String load;
    private final long sequence;
    private final Catalogue catalogue;
    private final Histories histories;
    private final List<Generation> generations;
    private final List<PopularItems> popular;

    private Snapshot(
            String load,
            long sequence,
            Catalogue catalogue,
            Histories histories,
            List<Generation> generations,
            List<PopularItems> popular) {
        this.load = load;
        this.sequence = sequence;
        this.catalogue = catalogue;
        this.histories = histories;
        this.generations = generations;
        this.popular = popular;
    }

    /** {@return the first snapshot of a load, at moment 0} */
    public static Snapshot of(Catalogue catalogue, Histories histories, Generation active) {
        var popular = new PopularItems(catalogue, histories.popularity(catalogue.size()), 0);
        return new Snapshot(UUID.randomUUID().toString(), 0, catalogue, histories, List.of(active), List.of(popular));
    }

    /** {@return the same a moment later} */
    Snapshot next() {
        return new Snapshot(load, sequence + 1, catalogue, histories, generations, popular);
    }

    Snapshot with(Catalogue changed) {
        return new Snapshot(load, sequence, changed, histories, generations, popular);
    }

    /** {@return the same with what its generations make of changed items; those with another codebook are left behind} */
    Snapshot with(Map<Integer, NewItem> changed) {
        List<Generation> all = generations.stream()
                .map(g -> g.hasCodebookOf(active()) ? g.with(changed, catalogue, sequence) : g.leftBehind())
                .toList();
        return new Snapshot(load, sequence, catalogue, histories, all, popular);
    }

    /** {@return a version as it is held, or null where it is not, or has not followed every change} */
    public @Nullable Generation held(ModelVersion version) {
        return generations.stream()
                .filter(g -> version.equals(g.version()) && g.isUpToDate())
                .findFirst()
                .orElse(null);
    }

    /** {@return the same with tokens called otherwise, also for pages that were begun with the generation before} */
    Snapshot relabelled(Map<TokenId, String> changed) {
        List<Generation> all =
                generations.stream().map(g -> g.relabelled(changed)).toList();
        return new Snapshot(load, sequence, catalogue, histories, all, popular);
    }

    Snapshot with(PopularItems latest) {
        return new Snapshot(load, sequence, catalogue, histories, generations, first(latest, popular, RANKINGS));
    }

    /**
     * {@return the same with another generation active; the one before stays for pages that were begun with it}
     *
     * @param next laid out now, or one that is {@linkplain #held}
     */
    public Snapshot activate(Generation next) {
        boolean isHeld = generations.contains(next);
        List<Generation> others =
                generations.stream().filter(other -> other != next).toList();
        List<Generation> held = first(isHeld ? next : next.laidOutAt(sequence), others, GENERATIONS);
        return new Snapshot(load, sequence, catalogue, histories, held, popular);
    }

    private static <T> List<T> first(T newest, List<T> others, int most) {
        List<T> all = new ArrayList<>();
        all.add(newest);
        all.addAll(others);
        return List.copyOf(all.subList(0, Math.min(most, all.size())));
    }

    /** {@return what tells this load's moments from those of another} */
    public String load() {
        return load;
    }

    /** {@return the moment: how many changes there were since the load} */
    public long sequence() {
        return sequence;
    }

    public Catalogue catalogue() {
        return catalogue;
    }

    public Histories histories() {
        return histories;
    }

    /** {@return the generation that answers} */
    public Generation active() {
        return generations.getFirst();
    }

    /** {@return what a version, null for none, was laid out as at a moment, or null where that is not held any more} */
    public @Nullable Generation generation(@Nullable ModelVersion version, long at) {
        return generations.stream()
                .filter(g -> Objects.equals(g.version(), version) && g.since() <= at)
                .findFirst()
                .orElse(null);
    }

    /** {@return items by popularity as a generation has it at a moment, or null where that is too long ago} */
    public @Nullable PopularItems popular(Generation generation, long at) {
        if (generation.trained() != null) {
            return generation.trained();
        }
        return popular.stream().filter(p -> p.sequence() <= at).findFirst().orElse(null);
    }

    /** {@return a user's taste at a moment} */
    public Taste taste(UserId user, long at) {
        return Taste.of(user, present(histories.of(user).items(History.Bond.LIKED, at), at), at);
    }

    private int[] present(int[] rows, long at) {
        return Arrays.stream(rows).filter(r -> !catalogue.isDeletedAt(r, at)).toArray();
    }

    /** Forgets all that is known of a user but what others' scores are made of. */
    void forget(UserId user) {
        for (Generation generation : generations) {
            ServedModel model = generation.model();
            if (model != null) {
                model.forget(user);
            }
        }
    }
}
