package dev.tessera.server.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * From values to places between 0 and 1, with round numbers to write beside them.
 *
 * @param step from one round number to the next; of no use on a logarithmic scale
 * @param logarithmic true where equal ratios are equally far apart
 */
record Scale(double low, double high, double step, boolean logarithmic) {
    private static final int STEPS = 5;
    private static final double WIDE = 30;

    /** {@return a scale that holds all values and begins and ends at round numbers} Values that are no numbers are left out. */
    static Scale linear(double... values) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            if (Double.isFinite(value)) {
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
        }
        if (least > most) {
            return new Scale(0, 1, 0.2, false);
        }
        if (least == most) {
            double margin = most == 0 ? 1 : Math.abs(most) / 10;
            return linear(least - margin, most + margin);
        }
        double step = step(most - least);
        return new Scale(Math.floor(least / step + 1e-9) * step, Math.ceil(most / step - 1e-9) * step, step, false);
    }

    /** {@return a logarithmic scale where the values are above zero and span more than a factor of thirty} */
    static Scale fitting(double... values) {
        double least = Double.POSITIVE_INFINITY;
        double most = 0;
        for (double value : values) {
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        return least > 0 && most / least > WIDE ? new Scale(least, most, Double.NaN, true) : linear(values);
    }

    double place(double value) {
        return logarithmic ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
    }

    List<Double> ticks() {
        return logarithmic ? decades() : steps();
    }

    private List<Double> steps() {
        List<Double> ticks = new ArrayList<>();
        for (long k = Math.round(low / step); k * step <= high + step / 1000; k++) {
            ticks.add(k * step);
        }
        return ticks;
    }

    /** One, two and five times the powers of ten. */
    private List<Double> decades() {
        List<Double> ticks = new ArrayList<>();
        for (int power = (int) Math.floor(Math.log10(low)); Math.pow(10, power) <= high; power++) {
            for (int digit : new int[] {1, 2, 5}) {
                double tick = digit * Math.pow(10, power);
                if (tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9)) {
                    ticks.add(tick);
                }
            }
        }
        return ticks;
    }

    private static double step(double span) {
        double rough = span / STEPS;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double digit = rough / power;
        return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
    }

    /** {@return a tick's text, with as many decimals as tell it from its neighbours} */
    String label(double tick) {
        if (logarithmic) {
            return number(tick);
        }
        int decimals = Math.clamp((int) -Math.floor(Math.log10(step) + 1e-9), 0, 9);
        return String.format(Locale.ROOT, "%." + decimals + "f", tick == 0 ? 0.0 : tick);
    }

    /** {@return a number as people write it in settings} */
    static String number(double value) {
        double size = Math.abs(value);
        if (size != 0 && (size < 1e-3 || size >= 1e6)) {
            return String.format(Locale.ROOT, "%.2e", value)
                    .replaceFirst("\\.?0*e", "e")
                    .replaceFirst("e([-+])0", "e$1")
                    .replace("e+", "e");
        }
        return new java.math.BigDecimal(String.format(Locale.ROOT, "%.6f", value))
                .stripTrailingZeros()
                .toPlainString();
    }
}
