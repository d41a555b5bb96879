package dev.tessera.server.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many clients at once, each asking for users drawn uniformly. */
final class Load {
    private final Client.Factory clients;
    private final int connections;
    private final int users;
    private final ProcessHandle server;

    /**
     * A load on a server.
     *
     * @param users those asked for have the numbers below this
     * @param server whose processor time is counted
     */
    Load(Client.Factory clients, int connections, int users, ProcessHandle server) {
        this.clients = clients;
        this.connections = connections;
        this.users = users;
        this.server = server;
    }

    private record Share(Latencies latencies, int failed) {}

    /** Every client asks again as soon as it has its answer. */
    Rate asFastAsItGoes(Duration duration) throws Exception {
        double generatorBefore = seconds(ProcessHandle.current());
        double serverBefore = seconds(server);
        long began = System.nanoTime();
        Latencies latencies = new Latencies();
        int failed = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            List<Future<Share>> shares = new ArrayList<>();
            for (int k = 0; k < connections; k++) {
                int number = k;
                shares.add(threads.submit(() -> share(number, began, duration)));
            }
            for (Future<Share> share : shares) {
                latencies.addAll(share.get().latencies());
                failed += share.get().failed();
            }
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        return new Rate(
                latencies.count() / seconds,
                latencies.milliseconds(0.5),
                latencies.milliseconds(0.99),
                failed,
                (seconds(ProcessHandle.current()) - generatorBefore) / seconds,
                (seconds(server) - serverBefore) / seconds);
    }

    private Share share(int number, long began, Duration duration) throws Exception {
        var random = new SplittableRandom(number);
        var latencies = new Latencies();
        int failed = 0;
        try (Client client = clients.open()) {
            for (long now = System.nanoTime(); now - began < duration.toNanos(); now = System.nanoTime()) {
                failed += client.ask(random.nextInt(users)) ? 0 : 1;
                latencies.add(System.nanoTime() - now);
            }
        }
        return new Share(latencies, failed);
    }

    static double seconds(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }
}
