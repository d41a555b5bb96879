package dev.tessera.graphmodel.kernel;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The twenty best of many items under a filter, on one thread, beside a loop that only reads the same array. */
class ScoringBenchmark {
    @ParameterizedTest
    @CsvSource({"7050, 64", "7050, 128", "100000, 64", "100000, 128", "1000000, 64", "1000000, 128"})
    void the_best_of(int items, int width) throws RunnerException {
        double reading = microseconds("reading", items, width);
        double selecting = microseconds("selecting", items, width);
        double apart = microseconds("scoringThenSelecting", items, width);
        double bytes = 4.0 * items * width;
        System.out.printf(
                Locale.ROOT,
                "%,d items x %d, top 20, half of them filtered out: %,.0f us, %.1f GB/s; only reading the array %,.0f us,"
                        + " %.1f GB/s: %.0f %% of it%s; scoring all, then selecting: %,.0f us%n",
                items,
                width,
                selecting,
                bytes / selecting / 1e3,
                reading,
                bytes / reading / 1e3,
                100 * reading / selecting,
                items == 1_000_000 ? " (at least 70 %)" : "",
                apart);
    }

    private static double microseconds(String benchmark, int items, int width) throws RunnerException {
        var options = new OptionsBuilder()
                .include("^" + Scoring.class.getName().replace(".", "\\.") + "\\." + benchmark + "$")
                .param("items", Integer.toString(items))
                .param("width", Integer.toString(width))
                .verbosity(VerboseMode.SILENT)
                .build();
        return new Runner(options).runSingle().getPrimaryResult().getScore();
    }
}
