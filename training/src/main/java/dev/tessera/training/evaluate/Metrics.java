package dev.tessera.training.evaluate;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Means over the users who have held-out items, by name, such as {@code recall@20}.
 *
 * @param users how many such users there are
 */
public record Metrics(Map<String, Double> values, int users) {
    /** The metric that early stopping watches. */
    public static final String RECALL_20 = "recall@20";

    /** The gain, discounted by rank, that is shown beside it. */
    public static final String NDCG_20 = "ndcg@20";

    public Metrics {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** {@return the metric's value} */
    public double get(String name) {
        Double value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("there is no metric '" + name + "'. There are: " + values.keySet());
        }
        return value;
    }
}
