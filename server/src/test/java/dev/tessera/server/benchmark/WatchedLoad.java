package dev.tessera.server.benchmark;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Many connections, watched by one thread. With a thread each, as {@link Load} has it, an answer lies at the generator until the
 * kernel lets that one of the threads run, and the longest waits are the generator's own.
 */
final class WatchedLoad {
    private final int port;
    private final byte[][] requests;
    private final int connections;
    private final ProcessHandle server;

    /** @param server whose processor time is counted */
    WatchedLoad(int port, String query, int connections, ProcessHandle server) {
        this.port = port;
        this.requests = GraphQlClient.requests(port, query, BabyFolder.USERS);
        this.connections = connections;
        this.server = server;
    }

    /** Every connection asks again as soon as it has its answer. */
    Rate asFastAsItGoes(Duration duration) throws IOException {
        return run(duration, 0);
    }

    /** All together ask so often a second; an answer's time counts from when its question was due. */
    Rate paced(Duration duration, int perSecond) throws IOException {
        return run(duration, perSecond);
    }

    private Rate run(Duration duration, int perSecond) throws IOException {
        double generatorBefore = Load.seconds(ProcessHandle.current());
        double serverBefore = Load.seconds(server);
        long began = System.nanoTime();
        var latencies = new Latencies();
        int failed = 0;
        try (Selector selector = Selector.open()) {
            List<Asker> askers = new ArrayList<>();
            for (int number = 0; number < connections; number++) {
                askers.add(new Asker(selector, number, began, perSecond));
            }
            while (System.nanoTime() - began < duration.toNanos()) {
                for (Asker asker : askers) {
                    asker.askIfDue();
                }
                selector.select(1);
                for (SelectionKey key : selector.selectedKeys()) {
                    ((Asker) key.attachment()).read(latencies);
                }
                selector.selectedKeys().clear();
            }
            for (Asker asker : askers) {
                failed += asker.failed;
                asker.channel.close();
            }
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        return new Rate(
                latencies.count() / seconds,
                latencies.milliseconds(0.5),
                latencies.milliseconds(0.99),
                failed,
                (Load.seconds(ProcessHandle.current()) - generatorBefore) / seconds,
                (Load.seconds(server) - serverBefore) / seconds);
    }

    /** One connection. */
    private final class Asker {
        private final SocketChannel channel;
        private final SplittableRandom random;
        private final Answer answer = new Answer();
        private final long between;
        private long due;
        private boolean waits;
        private int failed;

        Asker(Selector selector, int number, long began, int perSecond) throws IOException {
            channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, this);
            random = new SplittableRandom(number);
            between = perSecond == 0 ? 0 : connections * 1_000_000_000L / perSecond;
            due = perSecond == 0 ? began : began + number * 1_000_000_000L / perSecond;
        }

        void askIfDue() throws IOException {
            if (!waits && System.nanoTime() >= due) {
                ask();
            }
        }

        private void ask() throws IOException {
            answer.clear();
            ByteBuffer request = ByteBuffer.wrap(requests[random.nextInt(requests.length)]);
            while (request.hasRemaining()) {
                channel.write(request);
            }
            waits = true;
        }

        void read(Latencies latencies) throws IOException {
            byte[] into = answer.room();
            answer.filled(channel.read(ByteBuffer.wrap(into, answer.length(), into.length - answer.length())));
            if (!answer.isWhole()) {
                return;
            }
            long now = System.nanoTime();
            latencies.add(now - due);
            failed += GraphQlClient.isWhole(answer.body()) ? 0 : 1;
            waits = false;
            due = between == 0 ? now : due + between;
            askIfDue();
        }
    }
}
