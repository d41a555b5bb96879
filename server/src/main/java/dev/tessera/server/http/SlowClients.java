package dev.tessera.server.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;

/**
 * Closes connections whose headers come in drop by drop: each drop keeps a connection from being silent, and without
 * this a few hundred such clients would hold all connections for hours.
 */
final class SlowClients implements Connection.Listener, AutoCloseable {
    private static final long LOOKS_PER_LIMIT = 4;

    private final Duration limit;
    private final Map<Connection, Progress> open = new ConcurrentHashMap<>();
    private final Thread watch = Thread.ofVirtual().name("slow-clients").unstarted(this::watch);

    /**
     * How far a connection was when something last began or ended on it.
     *
     * @param requests how many had come in whole
     */
    private record Progress(long requests, long bytes, long since) {
        static Progress of(Connection connection) {
            return new Progress(connection.getMessagesIn(), connection.getBytesIn(), System.nanoTime());
        }
    }

    SlowClients(Duration limit) {
        this.limit = limit;
    }

    void start() {
        watch.start();
    }

    private void watch() {
        Duration pause = limit.dividedBy(LOOKS_PER_LIMIT);
        try {
            while (true) {
                Thread.sleep(pause);
                open.forEach(this::look);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    @Override
    public void onOpened(Connection connection) {
        open.put(connection, Progress.of(connection));
    }

    @Override
    public void onClosed(Connection connection) {
        open.remove(connection);
    }

    private void look(Connection connection, Progress before) {
        boolean answering = connection.getMessagesIn() != connection.getMessagesOut();
        boolean moved = connection.getMessagesIn() != before.requests() || connection.getBytesIn() == before.bytes();
        if (answering || moved) {
            open.replace(connection, before, Progress.of(connection));
        } else if (System.nanoTime() - before.since() > limit.toNanos()) {
            connection.getEndPoint().close();
        }
    }

    @Override
    public void close() {
        watch.interrupt();
    }
}
