package dev.tessera.training.evaluate;

import java.util.Arrays;

/** What is said of several figures of one kind. */
public final class Statistics {
    private Statistics() {}

    /** {@return the mean; NaN of nothing} */
    public static double mean(double... values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /** {@return the standard deviation of the population that {@code values} are a sample of, by n - 1; NaN of one} */
    public static double deviation(double... values) {
        double mean = mean(values);
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return values.length < 2 ? Double.NaN : Math.sqrt(squares / (values.length - 1));
    }
}
