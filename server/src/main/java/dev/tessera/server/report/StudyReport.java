package dev.tessera.server.report;

import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.server.laboratory.Candidate;
import dev.tessera.server.laboratory.Dataset;
import dev.tessera.server.laboratory.Figures;
import dev.tessera.server.laboratory.Result;
import dev.tessera.server.laboratory.Study;
import dev.tessera.server.laboratory.Study.Question;
import dev.tessera.training.publish.Provenance;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a study found, as a page: how to do it again, tables, and charts.
 *
 * @param command the command line that did it
 */
public record StudyReport(Study study, List<Result> results, Dataset data, String command) {
    /** {@return the page} */
    String html() {
        var page = new Page();
        method(page);
        new StudyTables(study, results).write(page);
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
        page.charts(maps.similarities());
        page.charts(maps.planes());
    }
}
