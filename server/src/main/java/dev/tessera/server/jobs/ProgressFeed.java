package dev.tessera.server.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * The progress of one run for whoever wants to follow it: each subscriber gets every entry from the first on, as fast as it
 * asks, and the end when the run ends. Thread-safe.
 */
final class ProgressFeed implements Flow.Publisher<RunProgress> {
    private final List<RunProgress> entries = new ArrayList<>();
    private boolean over;

    /** @param before what there was before this process */
    ProgressFeed(List<RunProgress> before) {
        entries.addAll(before);
    }

    synchronized void add(RunProgress entry) {
        // a run that goes on from a checkpoint repeats what came after it
        while (!entries.isEmpty() && entries.getLast().epoch() >= entry.epoch()) {
            entries.removeLast();
        }
        entries.add(entry);
        notifyAll();
    }

    synchronized @Nullable RunProgress latest() {
        return entries.isEmpty() ? null : entries.getLast();
    }

    synchronized void end() {
        over = true;
        notifyAll();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super RunProgress> subscriber) {
        var reader = new Reader(subscriber);
        Thread.ofVirtual().name("progress").start(reader::run);
    }

    /** One subscriber's place. It is guarded by the feed. */
    private final class Reader implements Flow.Subscription {
        private final Flow.Subscriber<? super RunProgress> subscriber;
        private long wanted;
        private int epoch;
        private boolean cancelled;
        private boolean misused;

        Reader(Flow.Subscriber<? super RunProgress> subscriber) {
            this.subscriber = subscriber;
        }

        void run() {
            subscriber.onSubscribe(this);
            try {
                for (RunProgress next = next(); next != null; next = next()) {
                    subscriber.onNext(next);
                }
                finish();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void finish() {
            if (misused) {
                subscriber.onError(new IllegalArgumentException("ask for one entry or more"));
            } else if (!cancelled) {
                subscriber.onComplete();
            }
        }

        /** {@return the next entry once it is there and wanted, or null at the end} */
        private @Nullable RunProgress next() throws InterruptedException {
            synchronized (ProgressFeed.this) {
                while (!cancelled) {
                    RunProgress following = following();
                    if (following == null && over) {
                        return null;
                    }
                    if (following != null && wanted > 0) {
                        wanted--;
                        epoch = following.epoch();
                        return following;
                    }
                    ProgressFeed.this.wait();
                }
                return null;
            }
        }

        private @Nullable RunProgress following() {
            int from = entries.size();
            while (from > 0 && entries.get(from - 1).epoch() > epoch) {
                from--;
            }
            return from == entries.size() ? null : entries.get(from);
        }

        @Override
        public void request(long more) {
            synchronized (ProgressFeed.this) {
                if (more <= 0) {
                    misused = true;
                    cancelled = true;
                }
                wanted = wanted + more < 0 ? Long.MAX_VALUE : wanted + more;
                ProgressFeed.this.notifyAll();
            }
        }

        @Override
        public void cancel() {
            synchronized (ProgressFeed.this) {
                cancelled = true;
                ProgressFeed.this.notifyAll();
            }
        }
    }
}
