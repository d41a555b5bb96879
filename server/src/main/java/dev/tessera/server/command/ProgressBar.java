package dev.tessera.server.command;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * How far long work has come, on standard error: a bar that moves on a terminal, a plain line every few seconds
 * elsewhere. Thread-safe.
 */
final class ProgressBar implements AutoCloseable {
    private static final int WIDTH = 30;
    private static final long SECOND = 1_000_000_000L;

    private final PrintStream err;
    private final boolean terminal;
    private final String title;
    private final LongSupplier clock;
    private final long started;
    private final long interval;
    private long nextAt;
    private int lastLength;
    private boolean finished;

    ProgressBar(Caller caller, String title) {
        this(caller.err(), caller.errIsTerminal(), title, System::nanoTime);
    }

    /**
     * Work that starts now.
     *
     * @param clock nanoseconds from any origin
     */
    ProgressBar(PrintStream err, boolean terminal, String title, LongSupplier clock) {
        this.err = err;
        this.terminal = terminal;
        this.title = title;
        this.clock = clock;
        this.started = clock.getAsLong();
        this.interval = terminal ? SECOND / 10 : 5 * SECOND;
        this.nextAt = started + (terminal ? 0 : interval);
    }

    /**
     * Says how far the work is; prints at most every so often, and the end once.
     *
     * @param done rises to {@code total}
     */
    synchronized void at(long done, long total) {
        long now = clock.getAsLong();
        boolean end = done >= total;
        if (finished || (!end && now < nextAt)) {
            return;
        }
        finished = end;
        nextAt = now + interval;
        print(text(done, total, (now - started) / (double) SECOND), end);
    }

    private void print(String text, boolean end) {
        if (!terminal) {
            err.println(text);
            return;
        }
        err.print("\r" + text + " ".repeat(Math.max(0, lastLength - text.length())) + (end ? "\n" : ""));
        err.flush();
        lastLength = end ? 0 : text.length();
    }

    private String text(long done, long total, double seconds) {
        double part = total <= 0 ? 1 : Math.min(1, done / (double) total);
        String rate = seconds > 0 ? ", " + rate(done / seconds) : "";
        String left = done > 0 && done < total ? ", " + duration(seconds * (total - done) / done) + " left" : "";
        return title + " " + (terminal ? bar(part) : "") + Math.round(Math.floor(part * 100)) + "% (" + done + " of "
                + total + rate + left + ")";
    }

    private static String bar(double part) {
        int full = (int) (part * WIDTH);
        return "[" + "=".repeat(full) + " ".repeat(WIDTH - full) + "] ";
    }

    private static String rate(double perSecond) {
        return String.format(Locale.ROOT, perSecond < 10 ? "%.1f/s" : "%.0f/s", perSecond);
    }

    private static String duration(double seconds) {
        long whole = Math.round(seconds);
        return whole < 3600
                ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
    }

    /** Ends the line of an unfinished bar. */
    @Override
    public synchronized void close() {
        if (terminal && lastLength > 0) {
            err.println();
            lastLength = 0;
        }
    }
}
