package dev.tessera.server.picture;

import dev.tessera.graphmodel.domain.ItemId;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches pictures behind the changes that named them: a slow host holds up no caller and no other change. What could not be
 * fetched is one line in the log. Thread-safe.
 */
public final class PictureQueue implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PictureQueue.class);
    private static final int AT_ONCE = 4;
    private static final int WAITING = 100_000;

    private final PictureFetcher fetcher;
    private final Taker taker;
    private final ThreadPoolExecutor threads;
    private volatile boolean isClosed;

    /** Takes pictures that were fetched. */
    @FunctionalInterface
    public interface Taker {
        /** Makes it the item's, unless the item names another by now. */
        void take(ItemId item, String url, byte[] bytes);
    }

    public PictureQueue(PictureFetcher fetcher, Taker taker) {
        this.fetcher = fetcher;
        this.taker = taker;
        threads = new ThreadPoolExecutor(
                AT_ONCE,
                AT_ONCE,
                1,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING),
                Thread.ofVirtual().name("pictures").factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /** {@return whether there is a host at all from which pictures are fetched} */
    public boolean fetchesAny() {
        return fetcher.allowsAny();
    }

    /** Fetches an item's picture when it is its turn; nothing where the host is not allowed. */
    public void add(ItemId item, String url) {
        if (!fetcher.allows(url)) {
            return;
        }
        try {
            threads.execute(() -> fetch(item, url));
        } catch (RejectedExecutionException e) {
            failed(item, url, "more than " + WAITING + " pictures wait, or the server is stopping");
        }
    }

    private void fetch(ItemId item, String url) {
        try {
            switch (fetcher.fetch(url)) {
                case Fetched.Picture picture when isClosed -> failed(item, url, "the server is stopping");
                case Fetched.Picture picture -> taker.take(item, url, picture.bytes());
                case Fetched.Failed failed -> failed(item, url, failed.reason());
            }
        } catch (RuntimeException e) {
            failed(item, url, String.valueOf(e.getMessage()));
        }
    }

    private static void failed(ItemId item, String url, String reason) {
        LOG.warn("the picture of item '{}' was not fetched from {}: {}", item, url, reason);
    }

    /** Waits until all that were added are fetched; nothing is taken any more. */
    public void finish() {
        threads.shutdown();
        try {
            while (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
                LOG.info(
                        "{} pictures are still to be fetched",
                        threads.getQueue().size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Those that wait are dropped. No thread is interrupted, for one could be reading the graph, whose files that would close. */
    @Override
    public void close() {
        isClosed = true;
        threads.getQueue().clear();
        threads.shutdown();
    }
}
