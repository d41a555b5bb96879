package dev.tessera.graphmodel.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ParallelTest {
    private static void assertOnceEach(int parts) {
        var runs = new AtomicIntegerArray(parts);
        Parallel.run(parts, runs::incrementAndGet);
        for (int part = 0; part < parts; part++) {
            assertThat(runs.get(part)).as("part %d of %d", part, parts).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 16, 1000})
    void each_part_runs_once(int parts) {
        for (int round = 0; round < 300; round++) {
            assertOnceEach(parts);
        }
    }

    @Test
    void helpers_that_fell_asleep_wake_again() throws InterruptedException {
        for (int round = 0; round < 20; round++) {
            Thread.sleep(5);
            assertOnceEach(64);
        }
    }

    @Test
    void what_the_parts_wrote_is_seen() {
        int[] plain = new int[512];
        for (int round = 1; round <= 2000; round++) {
            int value = round;
            Parallel.run(plain.length, part -> plain[part] = value);
            assertThat(plain).containsOnly(round);
        }
    }

    @Test
    void a_part_may_have_parts() {
        var runs = new AtomicIntegerArray(64);
        Parallel.run(8, outer -> Parallel.run(8, inner -> runs.incrementAndGet(8 * outer + inner)));
        for (int k = 0; k < 64; k++) {
            assertThat(runs.get(k)).isEqualTo(1);
        }
    }

    @Test
    void several_callers_do_not_meet() throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
            List<Callable<Void>> callers = new ArrayList<>();
            for (int caller = 0; caller < 4; caller++) {
                callers.add(() -> {
                    for (int round = 0; round < 500; round++) {
                        assertOnceEach(16);
                    }
                    return null;
                });
            }
            for (Future<Void> each : pool.invokeAll(callers)) {
                each.get();
            }
        }
    }

    @Test
    void what_a_part_throws_reaches_the_caller_and_the_next_run_is_well() {
        var runs = new AtomicIntegerArray(32);
        assertThatThrownBy(() -> Parallel.run(32, part -> {
                    runs.incrementAndGet(part);
                    if (part == 7) {
                        throw new IllegalArgumentException("part 7");
                    }
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("part 7");
        for (int part = 0; part < 32; part++) {
            assertThat(runs.get(part)).isEqualTo(1);
        }
        assertOnceEach(32);
    }
}
