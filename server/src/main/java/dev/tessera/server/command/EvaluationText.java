package dev.tessera.server.command;

import dev.tessera.graphmodel.store.Row;
import dev.tessera.server.laboratory.Candidate;
import dev.tessera.server.laboratory.Figures;
import dev.tessera.server.laboratory.Grid;
import dev.tessera.server.laboratory.Result;
import dev.tessera.server.laboratory.Result.Spread;
import dev.tessera.server.laboratory.Run;
import dev.tessera.server.laboratory.Study;
import dev.tessera.training.evaluate.GroupRecall;
import dev.tessera.training.evaluate.PairedDifference;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Results of a study in words and tables. */
final class EvaluationText {
    private static final List<String> METRICS = List.of("recall@10", "recall@20", "ndcg@10", "ndcg@20");
    private static final int CELL = 80;

    private final PrintStream out;

    EvaluationText(PrintStream out) {
        this.out = out;
    }

    void print(Study study, List<Result> results) {
        switch (study.question()) {
            case SINGLE -> single(results.getFirst());
            case GRID -> grid(study, results);
            case COMPARISON -> comparison(study, results);
        }
    }

    /** {@return a run in one line} */
    static String line(Figures figures) {
        return String.format(
                Locale.ROOT,
                "%s, identity %s: test recall@20 %.4f, ndcg@20 %.4f, precision@20 %.4f after %d epochs of %.2f s;"
                        + " %d numbers learned, %d of them for the items",
                figures.kind().key(),
                figures.identity().key(),
                figures.test().getOrDefault("recall@20", 0.0),
                figures.test().getOrDefault("ndcg@20", 0.0),
                figures.test().getOrDefault("precision@20", 0.0),
                figures.provenance().epochs(),
                figures.provenance().secondsPerEpoch(),
                figures.parameters(),
                figures.itemParameters());
    }

    private void single(Result result) {
        for (Run run : result.runs()) {
            out.println("seed " + run.figures().seed() + ": " + line(run.figures()));
            out.println("  test recall@20 by popularity, rarest fifth of the items first: " + groups(run.groups()));
        }
        if (result.runs().size() > 1) {
            out.println();
            out.println("mean ± standard deviation over " + result.runs().size() + " seeds:");
            TextTable.of(
                            result.test().keySet().stream()
                                    .map(m -> metricRow(m, result))
                                    .toList(),
                            CELL)
                    .print(out);
        }
    }

    private static String groups(List<GroupRecall> groups) {
        return groups.stream()
                .map(g -> (g.group().key().equals("cold") ? "cold items " : "") + figure(g.recall20()) + " of "
                        + g.interactions())
                .collect(Collectors.joining(", "));
    }

    private static Row metricRow(String metric, Result result) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("metric", metric);
        row.put("validation", text(result.validation().get(metric)));
        row.put("test", text(result.test().get(metric)));
        return new Row(row);
    }

    private void grid(Study study, List<Result> results) {
        Candidate chosen = Result.chosen(results).candidate();
        out.println(heading(study) + "; * has the best mean validation recall@20 and is chosen:");
        TextTable.of(
                        results.stream()
                                .map(result ->
                                        pointRow(result, result.candidate().equals(chosen)))
                                .toList(),
                        CELL)
                .print(out);
        Grid.edges(results)
                .forEach(key -> out.println("the chosen " + key + " is at the edge of the grid: try values beyond it"));
        out.println();
        printGroups(results, "point");
    }

    private static Row pointRow(Result result, boolean chosen) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("*", chosen ? "*" : "");
        row.putAll(result.candidate().point());
        row.put("validation recall@20", text(result.validation().get("recall@20")));
        METRICS.forEach(metric -> row.put("test " + metric, text(result.test().get(metric))));
        return new Row(row);
    }

    private void comparison(Study study, List<Result> results) {
        out.println(
                heading(study) + " (choose by the validation part; the test part says what the chosen one is worth):");
        TextTable.of(results.stream().map(EvaluationText::modelRow).toList(), CELL)
                .print(out);
        Result first = results.getFirst();
        out.println();
        out.println("against " + first.candidate().name()
                + ", user by user (95 % bootstrap interval; p of a two-sided randomisation test):");
        TextTable.of(
                        results.stream()
                                .skip(1)
                                .map(other -> differenceRow(other, first))
                                .toList(),
                        CELL)
                .print(out);
        out.println(
                "Each user's figure is averaged over the seeds before, so that how much seeds differ (the ± above) is not in"
                        + " p; and of many comparisons some have a small p by chance.");
        out.println();
        printGroups(results, "model");
    }

    private static Row modelRow(Result result) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("model", result.candidate().name());
        row.put("validation recall@20", text(result.validation().get("recall@20")));
        METRICS.forEach(metric -> row.put("test " + metric, text(result.test().get(metric))));
        row.put("parameters", result.first().parameters());
        row.put("for items", result.first().itemParameters());
        row.put(
                "s an epoch",
                String.format(
                        Locale.ROOT,
                        "%.3f",
                        result.spread(f -> f.provenance().secondsPerEpoch()).mean()));
        return new Row(row);
    }

    private static Row differenceRow(Result other, Result first) {
        var difference = other.over(first);
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("model", other.candidate().name());
        put("recall@20", difference.recall20(), row);
        put("ndcg@20", difference.ndcg20(), row);
        return new Row(row);
    }

    private static void put(String metric, PairedDifference difference, Map<String, @Nullable Object> row) {
        row.put(metric, String.format(Locale.ROOT, "%+.4f", difference.difference()));
        row.put(
                metric + " interval",
                String.format(Locale.ROOT, "%+.4f to %+.4f", difference.low(), difference.high()));
        row.put(metric + " p", String.format(Locale.ROOT, "%.4f", difference.p()));
    }

    private void printGroups(List<Result> results, String what) {
        out.println("test recall@20 by popularity (number of test interactions), rarest fifth of the items first:");
        TextTable.of(results.stream().map(r -> groupRow(r, what)).toList(), CELL)
                .print(out);
    }

    private static Row groupRow(Result result, String what) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put(what, result.candidate().name());
        for (GroupRecall group : result.groups()) {
            row.put(group.group().key() + " (" + group.interactions() + ")", figure(group.recall20()));
        }
        return new Row(row);
    }

    private static String heading(Study study) {
        return study.seeds().size() == 1
                ? "seed " + study.seeds().getFirst()
                : "mean ± standard deviation over " + study.seeds().size() + " seeds";
    }

    private static String text(@Nullable Spread spread) {
        if (spread == null) {
            return "";
        }
        String deviation =
                Double.isNaN(spread.deviation()) ? "" : String.format(Locale.ROOT, " ± %.4f", spread.deviation());
        return figure(spread.mean()) + deviation;
    }

    private static String figure(@Nullable Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, "%.4f", value);
    }
}
