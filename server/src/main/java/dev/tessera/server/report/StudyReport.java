package dev.tessera.server.report;

import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.server.laboratory.Candidate;
import dev.tessera.server.laboratory.Dataset;
import dev.tessera.server.laboratory.Figures;
import dev.tessera.server.laboratory.Grid;
import dev.tessera.server.laboratory.Result;
import dev.tessera.server.laboratory.Result.Spread;
import dev.tessera.server.laboratory.Study;
import dev.tessera.server.laboratory.Study.Question;
import dev.tessera.training.evaluate.PairedDifference;
import dev.tessera.training.publish.Provenance;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a study found, as a page: how to do it again, tables, and charts.
 *
 * @param command the command line that did it
 */
public record StudyReport(Study study, List<Result> results, Dataset data, String command) {
    private static final List<String> METRICS =
            List.of("recall@10", "recall@20", "ndcg@10", "ndcg@20", "precision@10", "precision@20");

    /** {@return the page} */
    String html() {
        var page = new Page();
        method(page);
        figures(page);
        var charts = new StudyCharts(study, results);
        show(page, "What each setting does", charts.sensitivity());
        show(page, "Side by side", charts.comparison());
        show(page, "Rare and popular items", charts.groups());
        show(page, "How the models learned", charts.curves());
        items(page);
        return page.html(title());
    }

    private String title() {
        String names = study.question() == Question.COMPARISON
                ? results.stream().map(r -> r.candidate().name()).collect(Collectors.joining(", "))
                : results.getFirst().first().kind().key() + ", identity "
                        + results.getFirst().first().identity().key();
        return (study.question() == Question.GRID ? "Settings of " : "") + names;
    }

    private void method(Page page) {
        Subgraph subgraph = data.plain();
        Figures first = results.getFirst().first();
        Provenance provenance = first.provenance();
        page.paragraph("Tessera's offline evaluation: full ranking over all items, each user's training items masked,"
                + " means over the users who have test items.");
        page.code(command);
        page.table(
                List.of("What", "Value"),
                List.of(
                        List.of(
                                "data",
                                subgraph.users().size() + " users, "
                                        + subgraph.items().size() + " items"),
                        List.of(
                                "interactions",
                                subgraph.train().size() + " to learn from, "
                                        + subgraph.validation().size() + " to validate, "
                                        + subgraph.test().size() + " to test on"),
                        List.of("split", study.split().key()),
                        List.of("part of the data", orAll(study.filter().conditions())),
                        List.of("data checksum", provenance.dataChecksum()),
                        List.of(
                                "seeds",
                                study.seeds().stream().map(String::valueOf).collect(Collectors.joining(", "))),
                        List.of(
                                "ran on",
                                "Tessera " + provenance.codeVersion() + ", Java " + provenance.jvm() + ", device "
                                        + devices() + ", " + provenance.threads() + " threads")),
                -1);
        page.heading("Settings");
        page.note("Whatever is not named has its default.");
        page.table(
                List.of("Model", "Identity", "Settings"),
                study.candidates().stream().map(StudyReport::settings).toList(),
                -1);
    }

    /** What is counted and not trained needs none. */
    private String devices() {
        return results.stream()
                .map(r -> r.first().provenance().device())
                .filter(device -> !device.equals("none"))
                .distinct()
                .collect(Collectors.collectingAndThen(Collectors.joining(", "), d -> d.isEmpty() ? "none" : d));
    }

    private static String orAll(List<String> conditions) {
        return conditions.isEmpty() ? "all" : String.join(", ", conditions);
    }

    private static List<String> settings(Candidate candidate) {
        String settings = candidate.settings().entrySet().stream()
                .map(e -> e.getKey() + " = " + e.getValue())
                .collect(Collectors.joining(", "));
        return List.of(candidate.name(), candidate.identity().key(), settings);
    }

    private void figures(Page page) {
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
        if (study.question() == Question.COMPARISON) {
            differences(page);
        }
    }

    private static List<String> header(String part) {
        List<String> header = new ArrayList<>(List.of("On the " + part + " part"));
        header.addAll(METRICS);
        header.addAll(List.of("parameters", "for items", "epochs", "seconds an epoch"));
        return header;
    }

    private static List<String> row(Result result, String part) {
        Map<String, Spread> spreads = part.equals("test") ? result.test() : result.validation();
        List<String> row = new ArrayList<>(List.of(result.candidate().name()));
        METRICS.forEach(metric -> row.add(text(spreads.get(metric), 4)));
        row.add(String.format(Locale.ROOT, "%,d", result.first().parameters()));
        row.add(String.format(Locale.ROOT, "%,d", result.first().itemParameters()));
        row.add(text(result.spread(f -> f.provenance().epochs()), 0));
        row.add(text(result.spread(f -> f.provenance().secondsPerEpoch()), 3));
        return row;
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
                + " interval over users, and p of a two-sided randomisation test with 10,000 random signs. Of many"
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

    private static void show(Page page, String heading, List<Chart> charts) {
        if (!charts.isEmpty()) {
            page.heading(heading);
            page.charts(charts);
        }
    }

    private void items(Page page) {
        ItemMaps maps = ItemMaps.of(results, data);
        if (maps == null) {
            return;
        }
        page.heading("What the model learned of the items");
        page.note("The final item vectors of " + maps.name() + ", seed "
                + study.seeds().getFirst() + ". Point at a cell or a dot to see what it is.");
        page.charts(List.of(maps.similarity()));
        page.charts(maps.planes());
    }
}
