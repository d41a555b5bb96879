package dev.tessera.graphmodel.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Feature files beside the items that they describe. */
@ExtendWith(SharedGraph.class)
class IngestFeaturesTest {
    private static final IngestProgress SILENT = IngestProgress.silent();

    private ToyFolder folder;

    @BeforeEach
    void empty(Graph graph, @TempDir Path path) {
        SharedGraph.empty(graph);
        folder = new ToyFolder(path);
    }

    @Test
    void features_of_another_width_than_the_graphs_are_a_fault_that_names_both(Graph graph) throws IOException {
        new Ingestor(graph).ingest(folder.sources(), SILENT);
        Path file = Files.write(folder.file("text_feat.npy"), NpyBytes.floats(3, 1, 1, 2, 3));
        assertThatThrownBy(() -> new Ingestor(graph).ingest(List.of(folder.source()), SILENT))
                .isInstanceOf(IngestException.class)
                .hasMessageStartingWith(file + ": text features are 1 wide, but those in the graph are 2 wide");
    }

    @Test
    void feature_files_that_do_not_reach_the_items_are_a_fault(Graph graph) throws IOException {
        List<EventSource> sources = folder.sources();
        Path file = Files.write(folder.file("text_feat.npy"), NpyBytes.floats(1, 2, 1, 2));
        assertThatThrownBy(() -> new Ingestor(graph).validate(sources, SILENT))
                .hasMessageStartingWith(file + ": has 1 rows, but " + folder.file("items.tsv") + " has 2");

        Files.delete(folder.file("items.tsv"));
        Files.write(folder.file("image_feat.npy"), NpyBytes.floats(2, 1, 1, 2));
        assertThatThrownBy(() -> new Ingestor(graph).validate(sources, SILENT))
                .hasMessageStartingWith(file + ": has 1 rows, but another feature file has 2");
    }

    @Test
    void a_feature_that_is_not_finite_is_rejected_and_the_rest_of_the_item_kept(Graph graph) throws IOException {
        List<EventSource> sources = folder.sources();
        float inf = Float.POSITIVE_INFINITY;
        Path text = Files.write(folder.file("text_feat.npy"), NpyBytes.floats(3, 2, 1, 2, 3, Float.NaN, inf, 6));
        Files.write(folder.file("image_feat.npy"), NpyBytes.floats(3, 1, 7, 8, 9));

        IngestReport report = new Ingestor(graph).ingest(sources, SILENT);

        assertThat(report.rejected())
                .extracting(Rejected::file, Rejected::line, Rejected::value)
                .containsExactly(tuple(text, 1L, "NaN"), tuple(text, 2L, "Infinity"));
        assertThat(report.rejected().getFirst().reason()).contains("column 1 of row 1 must be finite");
        assertThat(report.items().created()).isEqualTo(3);
        assertThat(report.features().get(Modality.TEXT)).isEqualTo(new Counts(1, 0, 0, 0));
        assertThat(report.features().get(Modality.IMAGE)).isEqualTo(new Counts(3, 0, 0, 0));
        assertThat(Dump.of(graph))
                .contains("{node=Item 2, properties={hidden=false, imageFeature=float[9.0], itemId=2}}");
    }

    @Test
    void a_number_whose_square_is_none_any_more_is_rejected(Graph graph) throws IOException {
        List<EventSource> sources = folder.sources();
        Files.write(folder.file("text_feat.npy"), NpyBytes.floats(3, 2, 1e15f, -1e15f, 1, -1.1e15f, 5, 6));
        Files.write(folder.file("image_feat.npy"), NpyBytes.floats(3, 1, 7, 8, 9));
        assertThat(new Ingestor(graph).ingest(sources, SILENT).rejected())
                .extracting(Rejected::reason)
                .containsExactly(
                        "column 1 of row 1 must be finite and at most 1e15 in size. The item keeps its other features");

        Path lines = Files.writeString(
                folder.file("more.jsonl"), "{\"itemId\": \"2\", \"features\": {\"text\": [0, 3.4e38]}}\n");
        assertThat(new Ingestor(graph)
                        .ingest(List.of(EventSource.of(lines)), SILENT)
                        .rejected())
                .extracting(Rejected::reason)
                .containsExactly("number 1 of a feature must be finite and at most 1e15 in size");
    }

    @Test
    void a_feature_file_beside_items_with_names_is_a_fault_that_names_the_first(Graph graph) throws IOException {
        List<EventSource> sources = folder.sources();
        Path text = folder.file("text_feat.npy");
        Path items = folder.write("items.tsv", "itemID\ttitle", "0\tBall", "B00X\tCube", "B00Y\tCone");
        assertThatThrownBy(() -> new Ingestor(graph).ingest(sources, SILENT))
                .isInstanceOf(IngestException.class)
                .hasMessageStartingWith(
                        text + ": row i is the feature of item i, but there is the item 'B00X' in " + items)
                .hasMessageContaining("Number the items from 0")
                .hasMessageNotContaining("B00Y");
        assertThat(Dump.of(graph)).isEmpty();

        Files.delete(items);
        for (String name : List.of("ball", "01", "-1", "1.0")) {
            Path interactions =
                    folder.write("toys.inter", "userID\titemID\trating\ttimestamp", "ada\t" + name + "\t1\t0");
            assertThatThrownBy(() -> new Ingestor(graph).validate(sources, SILENT))
                    .hasMessageStartingWith(text + ": ")
                    .hasMessageContaining("the item '" + name + "' in " + interactions);
        }
    }

    @Test
    void items_with_names_are_welcome_where_no_feature_file_is(Graph graph) throws IOException {
        folder.write("toys.inter", "userID\titemID\trating\ttimestamp", "ada\tball\t1\t0");
        assertThat(new Ingestor(graph)
                        .ingest(List.of(folder.source()), SILENT)
                        .items()
                        .created())
                .isEqualTo(1);
    }
}
