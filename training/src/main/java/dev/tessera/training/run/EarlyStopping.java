package dev.tessera.training.run;

import dev.tessera.training.tensor.Parameter;
import dev.tessera.training.tensor.Parameters;
import java.util.ArrayList;
import java.util.List;

/** Keeps the parameters of the best epoch, and says when there has been none better for long enough. */
final class EarlyStopping {
    private final Parameters parameters;
    private final int patience;
    private List<float[]> best = List.of();
    private double bestValue = Double.NEGATIVE_INFINITY;
    private int bestEpoch;

    EarlyStopping(Parameters parameters, int patience) {
        this.parameters = parameters;
        this.patience = patience;
    }

    /** Goes on from a checkpoint. */
    void restore(double value, int epoch, List<float[]> values) {
        bestValue = value;
        bestEpoch = epoch;
        best = values;
    }

    /** {@return true where training should stop after this epoch} A value that is no better, or no number, counts. */
    boolean stopAfter(int epoch, double value) {
        if (value > bestValue) {
            bestValue = value;
            bestEpoch = epoch;
            best = copy(parameters);
        }
        return isOver(epoch);
    }

    /** {@return true where no epoch up to this one has been better than the best for long enough} */
    boolean isOver(int epoch) {
        return epoch - bestEpoch >= patience;
    }

    double bestValue() {
        return bestValue;
    }

    int bestEpoch() {
        return bestEpoch;
    }

    List<float[]> best() {
        return best;
    }

    /** Puts the best epoch's parameters back. */
    void restoreBest() {
        for (int k = 0; k < best.size(); k++) {
            parameters.all().get(k).set(best.get(k));
        }
    }

    static List<float[]> copy(Parameters parameters) {
        List<float[]> values = new ArrayList<>();
        for (Parameter parameter : parameters.all()) {
            values.add(parameter.values());
        }
        return values;
    }
}
