package dev.tessera.server.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

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

    /** Every client asks again as soon as it has its answer. */
    Rate asFastAsItGoes(Duration duration) throws Exception {
        return run(duration, 0);
    }

    /** All clients together ask so often a second; an answer's time counts from when its question was due. */
    Rate paced(Duration duration, int perSecond) throws Exception {
        return run(duration, perSecond);
    }

    private record Share(Latencies latencies, int failed) {}

    private Rate run(Duration duration, int perSecond) throws Exception {
        double generatorBefore = seconds(ProcessHandle.current());
        double serverBefore = seconds(server);
        long began = System.nanoTime();
        Latencies latencies = new Latencies();
        int failed = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            List<Future<Share>> shares = new ArrayList<>();
            for (int k = 0; k < connections; k++) {
                int number = k;
                shares.add(threads.submit(() -> share(number, began, duration, perSecond)));
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

    private Share share(int number, long began, Duration duration, int perSecond) throws Exception {
        var random = new SplittableRandom(number);
        var latencies = new Latencies();
        int failed = 0;
        try (Client client = clients.open()) {
            for (int turn = 0; ; turn++) {
                long due = perSecond == 0 ? System.nanoTime() : due(number, turn, began, perSecond);
                if (due - began >= duration.toNanos()) {
                    return new Share(latencies, failed);
                }
                LockSupport.parkNanos(due - System.nanoTime());
                failed += client.ask(random.nextInt(users)) ? 0 : 1;
                latencies.add(System.nanoTime() - due);
            }
        }
    }

    private long due(int number, int turn, long began, int perSecond) {
        return began + ((long) turn * connections + number) * 1_000_000_000L / perSecond;
    }

    private static double seconds(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }
}
