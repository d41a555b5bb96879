package dev.tessera.server.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tessera.graphmodel.encode.EncoderChoices;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.ingest.EventSource;
import dev.tessera.graphmodel.ingest.IngestProgress;
import dev.tessera.graphmodel.ingest.Ingestor;
import dev.tessera.graphmodel.split.SplitProtocol;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.ProjectionSpec;
import dev.tessera.server.fixture.TinyFolder;
import dev.tessera.server.jobs.TrainingFilter;
import dev.tessera.server.laboratory.Candidate;
import dev.tessera.server.laboratory.Dataset;
import dev.tessera.server.laboratory.Entries;
import dev.tessera.server.laboratory.Experiment;
import dev.tessera.server.laboratory.Grid;
import dev.tessera.server.laboratory.Result;
import dev.tessera.server.laboratory.Study;
import dev.tessera.server.laboratory.Study.Question;
import dev.tessera.training.recommender.IdentityKind;
import dev.tessera.training.recommender.ModelKind;
import dev.tessera.training.run.TrainingListener;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Pages of studies of a folder whose titles, {@code item <7>}, would break a page that does not escape them. */
@ExtendWith(SharedGraph.class)
final class StudyReportTest {
    private static final String COMMAND = "./tessera evaluate --input 'a & b'";

    @TempDir
    static Path folder;

    @BeforeAll
    static void importOnce(Graph graph) throws IOException {
        TinyFolder.write(folder);
        new Ingestor(graph).ingest(List.of(EventSource.of(folder)), IngestProgress.silent());
    }

    private static String html(Graph graph, Question question, List<Candidate> candidates) {
        var study = new Study(
                question,
                candidates,
                List.of(1L, 2L),
                SplitProtocol.LABEL,
                TrainingFilter.parse(List.of(), ProjectionSpec.whole()));
        Dataset data = Dataset.load(graph, study, EncoderChoices.builtIn(), Clock.systemUTC());
        var experiment = new Experiment(study, data, true, Clock.systemUTC());
        List<Result> results = candidates.stream()
                .map(c -> new Result(
                        c,
                        study.seeds().stream()
                                .map(s -> experiment.run(c, s, TrainingListener.silent()))
                                .toList()))
                .toList();
        return new StudyReport(study, results, data, COMMAND).html();
    }

    /** The page is well-formed XML, so that a text that was not escaped shows. */
    private static Document parsed(String html) throws Exception {
        var source = new InputSource(new StringReader(html.replaceFirst("<!DOCTYPE html>", "")));
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(source);
    }

    private static List<String> texts(Document page, String element, String style) {
        List<String> texts = new ArrayList<>();
        NodeList all = page.getElementsByTagName(element);
        for (int k = 0; k < all.getLength(); k++) {
            if (all.item(k) instanceof org.w3c.dom.Element e
                    && e.getAttribute("class").equals(style)) {
                texts.add(e.getTextContent());
            }
        }
        return texts;
    }

    @Test
    void a_comparison_shows_models_their_differences_groups_curves_and_items(Graph graph) throws Exception {
        String html = html(
                graph,
                Question.COMPARISON,
                Entries.parse("popularity,bpr", IdentityKind.ID, Map.of("epochs", "4", "lr", "1e-2")));
        Document page = parsed(html);
        assertThat(texts(page, "text", "title"))
                .containsExactly(
                        "Test part (mean ± deviation, 2 seeds)",
                        "Difference to popularity, 95 % interval over users",
                        "Test recall@20 by popularity (mean ± deviation, 2 seeds)",
                        "bpr: loss",
                        "bpr: validation recall@20",
                        "How alike 40 popular items are by their final vectors (ordered by category where one is known)",
                        "How alike 40 popular items are by their features alone: text (ordered by category where one is"
                                + " known)",
                        "Final vectors, 40 items",
                        "Features alone: text, 40 items");
        assertThat(texts(page, "text", "name")).contains("epoch", "recall@20", "mean difference over users", "model");
        assertThat(texts(page, "text", "key")).contains("seed 1", "seed 2", "tea", "wine");
        assertThat(texts(page, "pre", "")).containsExactly(COMMAND);
        assertThat(html).contains("item &lt;3&gt;").doesNotContain("item <3>");
    }

    @Test
    void a_grid_of_one_number_shows_what_it_does_and_marks_the_chosen_row(Graph graph) throws Exception {
        List<Candidate> points = Candidate.of(ModelKind.BPR, IdentityKind.ID, Map.of("epochs", "4"))
                .across(Grid.points(List.of("lr=1e-4,1e-3,3e-2")));
        Document page = parsed(html(graph, Question.GRID, points));
        assertThat(texts(page, "text", "title")).contains("Recall@20 over lr (mean ± deviation, 2 seeds)");
        assertThat(texts(page, "p", "note"))
                .contains("The chosen lr is at the edge of the grid: values beyond it may be better.");
        assertThat(texts(page, "polyline", "line k0")).hasSize(3); // sensitivity, loss, validation
        assertThat(texts(page, "tr", "marked")).hasSize(3).allMatch(row -> row.startsWith("lr="));
    }

    @Test
    void nothing_is_fetched_and_nothing_runs(Graph graph) {
        String html =
                html(graph, Question.SINGLE, List.of(Candidate.of(ModelKind.POPULARITY, IdentityKind.ID, Map.of())));
        assertThat(html.replace("http://www.w3.org/2000/svg", ""))
                .doesNotContain("http", "<script", "<link", "url(", "@import");
        assertThat(html).contains("prefers-color-scheme: dark").doesNotContain("What the model learned of the items");
    }
}
