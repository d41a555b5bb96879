package dev.tessera.server.command;

import dev.tessera.training.evaluate.Metrics;
import dev.tessera.training.run.TrainingListener;
import dev.tessera.training.run.TrainingProgress;
import dev.tessera.training.tensor.Profile;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How a training goes, on standard error: one moving line on a terminal, a plain line now and then elsewhere. */
final class TrainingBar implements TrainingListener, AutoCloseable {
    private static final long PLAIN_INTERVAL = 5_000_000_000L;

    private final PrintStream err;
    private final boolean terminal;
    private final String what;
    private long nextAt = System.nanoTime();
    private boolean open;
    private Map<Profile.Part, Double> profile = Map.of();

    TrainingBar(Caller caller) {
        this(caller, "training");
    }

    /** @param what is trained */
    TrainingBar(Caller caller, String what) {
        this.what = what;
        err = caller.err();
        terminal = caller.errIsTerminal();
    }

    @Override
    public void onEpoch(TrainingProgress progress) {
        if (!terminal && System.nanoTime() < nextAt) {
            return;
        }
        nextAt = System.nanoTime() + PLAIN_INTERVAL;
        String line = String.format(
                Locale.ROOT,
                "%s: epoch %d, loss %.4f, validation recall@20 %.4f, ndcg@20 %.4f, %.2f s an epoch, %.0f s left at least",
                what,
                progress.epoch(),
                progress.loss(),
                progress.validation().get(Metrics.RECALL_20),
                progress.validation().get("ndcg@20"),
                progress.secondsPerEpoch(),
                progress.secondsLeft());
        if (terminal) {
            err.print("\r" + line + " ");
            err.flush();
            open = true;
        } else {
            err.println(line);
        }
    }

    @Override
    public void onProfile(Map<Profile.Part, Double> seconds) {
        profile = seconds;
    }

    /** {@return the seconds that each part took, in lines; empty for a model that is counted} */
    String profileText() {
        double all = profile.values().stream().mapToDouble(Double::doubleValue).sum();
        return profile.entrySet().stream()
                .map(each -> String.format(
                        Locale.ROOT,
                        "%n  %-12s %8.2f s  %3.0f %%",
                        each.getKey().name().toLowerCase(Locale.ROOT),
                        each.getValue(),
                        100 * each.getValue() / all))
                .collect(Collectors.joining());
    }

    /** Says where the time went. */
    void printProfile() {
        close();
        err.println(what + " spent its time so:" + profileText());
    }

    /** {@return the seconds by the parts' names} */
    Map<String, Double> profile() {
        Map<String, Double> byName = new LinkedHashMap<>();
        profile.forEach((part, seconds) -> byName.put(part.name().toLowerCase(Locale.ROOT), seconds));
        return byName;
    }

    @Override
    public void close() {
        if (open) {
            err.println();
            open = false;
        }
    }
}
