package dev.tessera.server.report;

import dev.tessera.server.laboratory.CurvePoint;
import dev.tessera.server.laboratory.Result;
import dev.tessera.server.laboratory.Result.Spread;
import dev.tessera.server.laboratory.Run;
import dev.tessera.server.laboratory.Study;
import dev.tessera.server.laboratory.Study.Question;
import dev.tessera.server.report.BarChart.Bar;
import dev.tessera.server.report.LineChart.Place;
import dev.tessera.training.evaluate.GroupRecall;
import dev.tessera.training.evaluate.PairedDifference;
import dev.tessera.training.evaluate.Statistics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The charts of a study's figures; a list is empty where the study does not have what it would show. */
final class StudyCharts {
    private final Study study;
    private final List<Result> results;

    StudyCharts(Study study, List<Result> results) {
        this.study = study;
        this.results = results;
    }

    /** {@return Recall@20 over the values of the one numeric setting that a grid varies} */
    List<Chart> sensitivity() {
        Set<String> keys = results.getFirst().candidate().point().keySet();
        if (keys.size() != 1 || results.size() < 2) {
            return List.of();
        }
        String key = keys.iterator().next();
        if (!results.stream().allMatch(r -> isNumber(value(r, key)))) {
            return List.of();
        }
        return List.of(new LineChart(
                "Recall@20 over " + key + deviations(),
                key,
                "recall@20",
                List.of(
                        new LineChart.Series("validation", places(key, Result::validation)),
                        new LineChart.Series("test", places(key, Result::test)))));
    }

    private static String value(Result result, String key) {
        return Objects.requireNonNullElse(result.candidate().point().get(key), "");
    }

    private static boolean isNumber(String text) {
        try {
            return Double.isFinite(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private List<Place> places(String key, Function<Result, Map<String, Spread>> part) {
        return results.stream()
                .map(r -> {
                    Spread spread = spread(r, part, "recall@20");
                    return new Place(Double.parseDouble(value(r, key)), spread.mean(), spread.deviation());
                })
                .sorted(Comparator.comparing(Place::x))
                .toList();
    }

    private static Spread spread(Result result, Function<Result, Map<String, Spread>> part, String metric) {
        return part.apply(result).getOrDefault(metric, new Spread(Double.NaN, Double.NaN));
    }

    private String deviations() {
        return study.seeds().size() == 1
                ? ""
                : " (mean ± deviation, " + study.seeds().size() + " seeds)";
    }

    /** {@return the models of a comparison, and how each differs from the first} */
    List<Chart> comparison() {
        if (study.question() != Question.COMPARISON) {
            return List.of();
        }
        List<String> names = results.stream()
                .map(r -> r.candidate().name().replaceFirst(":", "\n"))
                .toList();
        Result first = results.getFirst();
        List<Result> others = results.subList(1, results.size());
        List<UserDifference> differences = others.stream()
                .map(other -> new UserDifference(
                        other.over(first).recall20(), other.over(first).ndcg20()))
                .toList();
        return List.of(
                new BarChart(
                        "Test part" + deviations(),
                        "model",
                        "mean over users",
                        names,
                        List.of(
                                new BarChart.Series("recall@20", bars("recall@20")),
                                new BarChart.Series("ndcg@20", bars("ndcg@20")))),
                new BarChart(
                        "Difference to " + first.candidate().name() + ", 95 % interval over users",
                        "model",
                        "mean difference over users",
                        names.subList(1, names.size()),
                        List.of(
                                new BarChart.Series("recall@20", bars(differences, UserDifference::recall20)),
                                new BarChart.Series("ndcg@20", bars(differences, UserDifference::ndcg20)))));
    }

    private record UserDifference(PairedDifference recall20, PairedDifference ndcg20) {}

    private static List<Bar> bars(List<UserDifference> differences, Function<UserDifference, PairedDifference> metric) {
        return differences.stream()
                .map(metric)
                .map(d -> new Bar(d.difference(), d.low(), d.high()))
                .toList();
    }

    private List<Bar> bars(String metric) {
        return results.stream()
                .map(r -> spread(r, Result::test, metric))
                .map(s -> Bar.ofShare(s.mean(), s.deviation()))
                .toList();
    }

    /** {@return test Recall@20 by how popular the items are, of every model or of the chosen point} */
    List<Chart> groups() {
        List<Result> shown = study.question() == Question.GRID ? List.of(Result.chosen(results)) : results;
        List<String> names = shown.getFirst().groups().stream()
                .map(g -> name(g) + "\n" + g.interactions() + " to find")
                .toList();
        List<BarChart.Series> series = new ArrayList<>();
        for (Result result : shown) {
            List<Bar> bars = new ArrayList<>();
            for (int g = 0; g < names.size(); g++) {
                bars.add(bar(result, g));
            }
            series.add(new BarChart.Series(result.candidate().name(), bars));
        }
        return List.of(new BarChart(
                "Test recall@20 by popularity" + deviations(),
                "fifths of the items by training interactions, rarest first; cold items have none",
                "recall@20",
                names,
                series));
    }

    private static String name(GroupRecall group) {
        return group.group().key();
    }

    private static Bar bar(Result result, int group) {
        double[] values = result.runs().stream()
                .map(run -> run.groups().get(group).recall20())
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .toArray();
        return values.length == 0
                ? new Bar(Double.NaN, Double.NaN, Double.NaN)
                : Bar.ofShare(Statistics.mean(values), Statistics.deviation(values));
    }

    /** {@return loss and validation Recall@20 by epoch, one line a seed, of every model or of the chosen point} */
    List<Chart> curves() {
        List<Result> shown = study.question() == Question.GRID ? List.of(Result.chosen(results)) : results;
        List<Chart> charts = new ArrayList<>();
        for (Result result : shown) {
            if (!result.runs().getFirst().curve().isEmpty()) {
                charts.add(curve(result, "loss", "mean loss of the epoch's batches", CurvePoint::loss));
                charts.add(curve(result, "validation recall@20", "recall@20", CurvePoint::recall20));
            }
        }
        return charts;
    }

    private static Chart curve(Result result, String what, String unit, ToDoubleFunction<CurvePoint> value) {
        List<LineChart.Series> series = new ArrayList<>();
        for (Run run : result.runs()) {
            List<Place> places = run.curve().stream()
                    .map(p -> new Place(p.epoch(), value.applyAsDouble(p), 0))
                    .toList();
            series.add(new LineChart.Series("seed " + run.figures().seed(), places));
        }
        return new LineChart(result.candidate().name() + ": " + what, "epoch", unit, series);
    }
}
