package dev.tessera.training.recommender;

import java.util.Arrays;
import java.util.List;

/** IDSF's contrast of two views of the same items (Eq. 5, with the temperature inside the exponential) in plain loops. */
final class PlainContrast {
    private final double temperature;

    PlainContrast(double temperature) {
        this.temperature = temperature;
    }

    /** {@return the mean over items of -(I(a, b) + I(b, a))} Rows have length 1. */
    double disagreement(List<double[]> a, List<double[]> b) {
        double sum = 0;
        for (int i = 0; i < a.size(); i++) {
            sum -= agreement(a, b, i) + agreement(b, a, i);
        }
        return sum / a.size();
    }

    private double agreement(List<double[]> a, List<double[]> b, int i) {
        double sum = 0;
        for (int j = 0; j < a.size(); j++) {
            sum += Math.exp(PlainModel.dot(a.get(i), b.get(j)) / temperature);
            sum += j == i ? 0 : Math.exp(PlainModel.dot(a.get(i), a.get(j)) / temperature);
        }
        return Math.log(Math.exp(PlainModel.dot(a.get(i), b.get(i)) / temperature) / sum);
    }

    /** {@return the vector at length 1; zero stays zero} */
    static double[] unit(double[] vector) {
        double length = Math.sqrt(PlainModel.dot(vector, vector));
        return Arrays.stream(vector).map(v -> length == 0 ? 0 : v / length).toArray();
    }
}
