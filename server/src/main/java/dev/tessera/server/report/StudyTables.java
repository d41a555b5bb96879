package dev.tessera.server.report;

import dev.tessera.server.laboratory.Grid;
import dev.tessera.server.laboratory.Result;
import dev.tessera.server.laboratory.Result.Spread;
import dev.tessera.server.laboratory.Study;
import dev.tessera.server.laboratory.Study.Question;
import dev.tessera.training.evaluate.PairedDifference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The figures of a study, part by part, and what the models cost. */
final class StudyTables {
    private static final List<String> METRICS =
            List.of("recall@10", "recall@20", "ndcg@10", "ndcg@20", "precision@10", "precision@20");

    private final Study study;
    private final List<Result> results;

    StudyTables(Study study, List<Result> results) {
        this.study = study;
        this.results = results;
    }

    void write(Page page) {
        page.heading("Figures");
        page.note(
                study.seeds().size() == 1
                        ? "One seed, so there is no deviation to tell."
                        : "Mean ± standard deviation over " + study.seeds().size() + " seeds.");
        int marked = -1;
        if (study.question() == Question.GRID) {
            marked = results.indexOf(Result.chosen(results));
            page.note("The point in bold has the best mean validation recall@20; the test part had no say in it.");
            Grid.edges(results)
                    .forEach(key -> page.note(
                            "The chosen " + key + " is at the edge of the grid: values beyond it may be better."));
        }
        for (String part : List.of("test", "validation")) {
            page.table(header(part), results.stream().map(r -> row(r, part)).toList(), marked);
        }
        page.table(
                List.of("Size and time", "numbers learned", "for the items", "epochs", "seconds an epoch"),
                results.stream().map(StudyTables::cost).toList(),
                marked);
        if (study.question() == Question.COMPARISON) {
            differences(page);
        }
    }

    private static List<String> header(String part) {
        List<String> header = new ArrayList<>(List.of("On the " + part + " part"));
        header.addAll(METRICS);
        return header;
    }

    private static List<String> row(Result result, String part) {
        Map<String, Spread> spreads = part.equals("test") ? result.test() : result.validation();
        List<String> row = new ArrayList<>(List.of(result.candidate().name()));
        METRICS.forEach(metric -> row.add(text(spreads.get(metric), 4)));
        return row;
    }

    private static List<String> cost(Result result) {
        return List.of(
                result.candidate().name(),
                String.format(Locale.ROOT, "%,d", result.first().parameters()),
                String.format(Locale.ROOT, "%,d", result.first().itemParameters()),
                text(result.spread(f -> f.provenance().epochs()), 0),
                text(result.spread(f -> f.provenance().secondsPerEpoch()), 3));
    }

    private static String text(@Nullable Spread spread, int decimals) {
        if (spread == null) {
            return "";
        }
        String format = "%." + decimals + "f";
        String mean = String.format(Locale.ROOT, format, spread.mean());
        return Double.isNaN(spread.deviation())
                ? mean
                : mean + " ± " + String.format(Locale.ROOT, format, spread.deviation());
    }

    private void differences(Page page) {
        Result first = results.getFirst();
        page.heading("Against " + first.candidate().name());
        page.note("User by user, each user's figure averaged over the seeds: the mean difference, its 95 % bootstrap"
                + " interval over users, and p of a two-sided randomisation test with 10,000 random signs. How much seeds differ is not in p. Of many"
                + " comparisons some have a small p by chance.");
        List<List<String>> rows = new ArrayList<>();
        for (Result other : results.subList(1, results.size())) {
            var difference = other.over(first);
            List<String> row = new ArrayList<>(List.of(other.candidate().name()));
            row.addAll(cells(difference.recall20()));
            row.addAll(cells(difference.ndcg20()));
            rows.add(row);
        }
        page.table(List.of("Model", "recall@20", "interval", "p", "ndcg@20", "interval", "p"), rows, -1);
    }

    private static List<String> cells(PairedDifference d) {
        return List.of(
                String.format(Locale.ROOT, "%+.4f", d.difference()),
                String.format(Locale.ROOT, "%+.4f to %+.4f", d.low(), d.high()),
                String.format(Locale.ROOT, "%.4f", d.p()));
    }
}
