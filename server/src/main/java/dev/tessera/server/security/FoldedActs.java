package dev.tessera.server.security;

import dev.tessera.server.security.AuditLog.Act;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Acts that may come without end: of those that are alike the first is written at once, and at the end of the minute how many
 * more there were. Thread-safe.
 */
final class FoldedActs {
    /** How many kinds are told apart within a minute: an attacker may have many addresses. */
    private static final int KINDS = 100;

    private static final Requester OTHERS =
            new Requester(new Principal("others", "callers beyond the first " + KINDS, Set.of()), "other addresses");

    private final BiConsumer<Requester, Act> log;
    private final BiConsumer<Requester, Act> counts;
    private final Duration window;
    private final Map<Kind, Fold> folds = new LinkedHashMap<>();

    /**
     * Counts acts that are alike.
     *
     * @param log takes an act, or throws where it cannot
     * @param counts takes how many more there were, and does not throw
     */
    FoldedActs(BiConsumer<Requester, Act> log, BiConsumer<Requester, Act> counts, Duration window) {
        this.log = log;
        this.counts = counts;
        this.window = window;
    }

    /** What those that are alike have in common. */
    private record Kind(
            String who, String from, String what, @Nullable String target) {}

    private static final class Fold {
        private final Requester by;
        private final Act first;
        private int more;

        Fold(Requester by, Act first) {
            this.by = by;
            this.first = first;
        }
    }

    /** One caller's acts of that name are alike, whatever they are done to; past so many callers, those of all others. */
    void addBounded(Requester by, Act act) {
        if (!added(by, act, null)) {
            added(OTHERS, new Act(act.what(), null, act.outcome()), null);
        }
    }

    /** Only what is the same is alike; past so many kinds each is written. */
    void addSame(Requester by, Act act) {
        if (!added(by, act, act.target() + " " + act.outcome())) {
            log.accept(by, act);
        }
    }

    private synchronized boolean added(Requester by, Act act, @Nullable String same) {
        var kind = new Kind(by.principal().id(), by.address(), act.what(), same);
        Fold known = folds.get(kind);
        if (known != null) {
            known.more++;
            return true;
        }
        if (folds.size() >= KINDS && !by.equals(OTHERS)) {
            return false;
        }
        if (folds.isEmpty()) {
            CompletableFuture.delayedExecutor(window.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(this::flush);
        }
        log.accept(by, act);
        folds.put(kind, new Fold(by, act));
        return true;
    }

    /** Writes how many more there were. */
    synchronized void flush() {
        folds.values().stream()
                .filter(fold -> fold.more > 0)
                .forEach(fold -> counts.accept(
                        fold.by,
                        new Act(
                                fold.first.what(),
                                fold.first.target(),
                                fold.first.outcome() + ", " + fold.more + " more within a minute")));
        folds.clear();
    }
}
