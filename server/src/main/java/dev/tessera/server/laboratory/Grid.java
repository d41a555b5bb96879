package dev.tessera.server.laboratory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** Settings to try: {@code key=a,b,c} for each key, and every combination of their values. */
public final class Grid {
    private Grid() {}

    /**
     * {@return the points, the last key's values changing first; one empty point where there is no axis}
     *
     * @param axes such as {@code lr=1e-3,1e-2}
     * @throws IllegalArgumentException where one is of another form, has a value twice, or its key was there before
     */
    public static List<Map<String, String>> points(List<String> axes) {
        Map<String, List<String>> valuesOf = new LinkedHashMap<>();
        for (String axis : axes) {
            int equals = axis.indexOf('=');
            List<String> values = values(axis, equals);
            if (valuesOf.put(axis.substring(0, equals), values) != null) {
                throw new IllegalArgumentException(
                        "--grid " + axis + ": the key was there before. Name it once, with" + " all its values");
            }
        }
        List<Map<String, String>> points = List.of(Map.of());
        for (Map.Entry<String, List<String>> axis : valuesOf.entrySet()) {
            points = times(points, axis.getKey(), axis.getValue());
        }
        return points;
    }

    private static List<String> values(String axis, int equals) {
        List<String> values = Arrays.stream(axis.substring(equals + 1).split(",", -1))
                .map(String::strip)
                .toList();
        if (equals < 1 || values.contains("")) {
            throw new IllegalArgumentException("--grid should be like lr=1e-3,1e-2, was '" + axis + "'");
        }
        if (new LinkedHashSet<>(values).size() < values.size()) {
            throw new IllegalArgumentException("--grid " + axis + " names a value twice");
        }
        return values;
    }

    private static List<Map<String, String>> times(List<Map<String, String>> points, String key, List<String> values) {
        List<Map<String, String>> product = new ArrayList<>();
        for (Map<String, String> point : points) {
            for (String value : values) {
                Map<String, String> longer = new LinkedHashMap<>(point);
                longer.put(key, value);
                product.add(longer);
            }
        }
        return product;
    }

    /**
     * {@return the settings that have their least or greatest value at the chosen point, of three numbers or more: a wider
     * grid may hold a better one}
     */
    public static List<String> edges(List<Result> results) {
        Map<String, String> chosen = Result.chosen(results).candidate().point();
        return chosen.keySet().stream()
                .filter(key -> isAtEdge(key, chosen, results))
                .toList();
    }

    private static boolean isAtEdge(String key, Map<String, String> chosen, List<Result> results) {
        try {
            double[] values = results.stream()
                    .mapToDouble(r -> number(r.candidate().point(), key))
                    .distinct()
                    .sorted()
                    .toArray();
            double best = number(chosen, key);
            return values.length > 2 && (best == values[0] || best == values[values.length - 1]);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static double number(Map<String, String> point, String key) {
        return Double.parseDouble(point.getOrDefault(key, ""));
    }
}
