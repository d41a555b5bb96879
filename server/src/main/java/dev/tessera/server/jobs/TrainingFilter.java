package dev.tessera.server.jobs;

import dev.tessera.graphmodel.store.ProjectionSpec;
import dev.tessera.graphmodel.subgraph.Subgraph;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which part of the graph to train on, as people write it: {@code category=NAME}, {@code kind=NAME} (either may be given
 * often, one of them must hold), {@code from=DATE} and {@code until=DATE} (that day and later ones are left out; days
 * begin at midnight UTC, and a time such as {@code 2026-01-31T12:00:00Z} will do as well).
 *
 * @param conditions as they were written
 */
public record TrainingFilter(List<String> conditions, ProjectionSpec spec) {
    public TrainingFilter {
        conditions = List.copyOf(conditions);
    }

    /**
     * {@return the filter}
     *
     * @param base what is let through where no condition says otherwise
     * @throws IllegalArgumentException where a condition cannot be understood
     */
    public static TrainingFilter parse(List<String> conditions, ProjectionSpec base) {
        var parts = new Parts();
        conditions.forEach(parts::add);
        Set<String> wanted = parts.kinds.isEmpty() ? base.kinds() : parts.kinds;
        if (parts.from != null && parts.until != null && !parts.from.isBefore(parts.until)) {
            throw new IllegalArgumentException(
                    "--where from=" + parts.from + " and until=" + parts.until + " leave no time between them");
        }
        return new TrainingFilter(conditions, new ProjectionSpec(wanted, parts.categories, parts.from, parts.until));
    }

    /** {@return the filter as a setting of a model's provenance; nothing where there is none} */
    public Map<String, String> setting() {
        return conditions.isEmpty() ? Map.of() : Map.of("where", String.join(" ", conditions));
    }

    /** {@return the conditions that a setting was made of} */
    static List<String> conditions(String setting) {
        return List.of(setting.split(" (?=(category|kind|from|until)=)"));
    }

    /**
     * Checks that the filter leaves something.
     *
     * @throws IllegalArgumentException where it leaves no interaction to learn from
     */
    public void requireSomething(Subgraph left) {
        if (!conditions.isEmpty() && left.train().size() == 0) {
            throw new IllegalArgumentException("no training interaction is left with --where "
                    + String.join(" --where ", conditions) + ". Names are told apart by upper and lower case");
        }
    }

    private static final class Parts {
        private final Set<String> categories = new HashSet<>();
        private final Set<String> kinds = new HashSet<>();
        private @Nullable Instant from;
        private @Nullable Instant until;

        void add(String condition) {
            int equals = condition.indexOf('=');
            String value = condition.substring(equals + 1);
            if (equals < 1 || value.isBlank()) {
                throw new IllegalArgumentException("--where should be like category=NAME, was '" + condition + "'");
            }
            switch (condition.substring(0, equals)) {
                case "category" -> categories.add(value);
                case "kind" -> kinds.add(value);
                case "from" -> from = once(from, time(condition, value), condition);
                case "until" -> until = once(until, time(condition, value), condition);
                default ->
                    throw new IllegalArgumentException(
                            "--where " + condition + ": the keys are category, kind, from and until");
            }
        }

        private static Instant once(@Nullable Instant before, Instant value, String condition) {
            if (before != null) {
                throw new IllegalArgumentException("--where " + condition + ": the key was there before");
            }
            return value;
        }

        private static Instant time(String condition, String value) {
            try {
                return value.contains("T")
                        ? Instant.parse(value)
                        : LocalDate.parse(value).atStartOfDay(ZoneOffset.UTC).toInstant();
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException(
                        "--where " + condition + " should have a date such as 2026-01-31", e);
            }
        }
    }
}
