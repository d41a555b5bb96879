package dev.tessera.server.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A verb that ran in a process of its own, with the launcher's flags.
 *
 * @param peak megabytes that were resident at most
 * @param output what it printed
 */
record Measured(double seconds, long peak, String output) {
    static Measured run(Path log, Object... arguments) throws IOException, InterruptedException {
        long began = System.nanoTime();
        Process process = Tessera.start(log, arguments);
        long peak = 0;
        do {
            peak = Math.max(peak, ProcessMemory.peak(process.pid()));
        } while (!process.waitFor(20, TimeUnit.MILLISECONDS));
        double seconds = (System.nanoTime() - began) / 1e9;
        String output = Files.readString(log);
        if (process.exitValue() != 0) {
            throw new IllegalStateException(List.of(arguments) + " ended with " + process.exitValue() + ": " + output);
        }
        return new Measured(seconds, peak, output);
    }

    /** {@return the first number in what it printed that a pattern finds} */
    double number(String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(output);
        if (!found.find()) {
            throw new IllegalStateException("there is no " + pattern + " in: " + output);
        }
        return Double.parseDouble(found.group(1));
    }
}
