package dev.tessera.server.laboratory;

import dev.tessera.training.evaluate.GroupRecall;
import dev.tessera.training.evaluate.Statistics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * What a candidate reached.
 *
 * @param runs one a seed, at least one
 */
public record Result(Candidate candidate, List<Run> runs) {
    /** Over runs that differ in their seeds; the deviation is that of a sample, and NaN for one run. */
    public record Spread(double mean, double deviation) {}

    public Result {
        runs = List.copyOf(runs);
    }

    /** {@return the first run's figures: what does not depend on the seed is the same in all} */
    public Figures first() {
        return runs.getFirst().figures();
    }

    /** {@return every validation metric over the runs} */
    public Map<String, Spread> validation() {
        return spreads(Figures::validation);
    }

    /** {@return every test metric over the runs} */
    public Map<String, Spread> test() {
        return spreads(Figures::test);
    }

    private Map<String, Spread> spreads(Function<Figures, Map<String, Double>> part) {
        Map<String, Spread> spreads = new LinkedHashMap<>();
        for (String metric : part.apply(first()).keySet()) {
            spreads.put(metric, spread(figures -> part.apply(figures).getOrDefault(metric, Double.NaN)));
        }
        return spreads;
    }

    /** {@return a figure over the runs} */
    public Spread spread(ToDoubleFunction<Figures> figure) {
        double[] values = runs.stream().map(Run::figures).mapToDouble(figure).toArray();
        return new Spread(Statistics.mean(values), Statistics.deviation(values));
    }

    /** {@return Recall@20 on each group of items, the mean over the runs; no users, no figure} */
    public List<GroupRecall> groups() {
        List<GroupRecall> means = new ArrayList<>();
        for (int g = 0; g < runs.getFirst().groups().size(); g++) {
            int group = g;
            GroupRecall any = runs.getFirst().groups().get(g);
            double mean = runs.stream()
                    .map(run -> run.groups().get(group).recall20())
                    .filter(Objects::nonNull)
                    .mapToDouble(Double::doubleValue)
                    .average()
                    .orElse(Double.NaN);
            means.add(new GroupRecall(
                    any.group(), any.items(), any.interactions(), any.users(), any.users() == 0 ? null : mean));
        }
        return means;
    }

    /** {@return how this differs from another result on the same users, their figures averaged over seeds} */
    public UserFigures.Difference over(Result first) {
        return users().over(first.users());
    }

    private UserFigures users() {
        return UserFigures.mean(runs.stream().map(Run::users).toList());
    }

    /** {@return the result with the best mean validation Recall@20, the earlier of equal ones} Never looks at the test. */
    public static Result chosen(List<Result> results) {
        Result best = results.getFirst();
        for (Result result : results) {
            if (result.choice() > best.choice()) {
                best = result;
            }
        }
        return best;
    }

    private double choice() {
        return spread(figures -> figures.validation().getOrDefault("recall@20", 0.0))
                .mean();
    }
}
