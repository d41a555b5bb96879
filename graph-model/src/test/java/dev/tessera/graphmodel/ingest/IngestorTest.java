package dev.tessera.graphmodel.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tessera.graphmodel.domain.Interaction;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.ingest.IngestProgress.Phase;
import dev.tessera.graphmodel.store.Graph;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedGraph.class)
class IngestorTest {
    private static final IngestProgress SILENT = IngestProgress.silent();

    private ToyFolder folder;

    @BeforeEach
    void empty(Graph graph, @TempDir Path path) {
        SharedGraph.empty(graph);
        folder = new ToyFolder(path);
    }

    private static String eventId(String user, String item, long second) {
        return Interaction.eventIdOf(new UserId(user), new ItemId(item), "interaction", Instant.ofEpochSecond(second));
    }

    private static String edge(String user, String item, String weight, String at, String split, long second) {
        return "{properties={at=%s, eventId=%s, kind=interaction, split=%s, weight=%s}, relationship=%s INTERACTED %s}"
                .formatted(at, eventId(user, item, second), split, weight, user, item);
    }

    @Test
    void a_folder_becomes_exactly_this_graph(Graph graph) throws IOException {
        IngestReport report = new Ingestor(graph).ingest(folder.sources(), SILENT);

        assertThat(Dump.of(graph))
                .containsExactlyInAnyOrder(
                        "{node=User ada, properties={userId=ada}}",
                        "{node=User bob, properties={userId=bob}}",
                        "{node=Item 0, properties={attributes={\"movieId\":\"17\",\"tags\":[\"new\",\"fun\"]}, hidden=false,"
                                + " itemId=0, textFeature=float[1.0, 2.0], title=Ball}}",
                        "{node=Item 1, properties={attributes={\"movieId\":\"18\"}, hidden=false, itemId=1,"
                                + " textFeature=float[3.0, 4.0], title=Cube}}",
                        "{node=Item 2, properties={hidden=false, itemId=2, textFeature=float[5.0, 6.0]}}",
                        "{node=Category red, properties={name=red}}",
                        "{node=Category round, properties={name=round}}",
                        "{node=Brand Acme, properties={name=Acme}}",
                        "{properties={}, relationship=0 IN_CATEGORY red}",
                        "{properties={}, relationship=0 IN_CATEGORY round}",
                        "{properties={}, relationship=1 IN_CATEGORY red}",
                        "{properties={}, relationship=0 BY Acme}",
                        edge("ada", "0", "4.5", "1970-01-01T00:01Z", "train", 60),
                        edge("ada", "1", "3.0", "1970-01-01T00:00Z", "test", 0),
                        edge("bob", "1", "1.0", "1970-01-01T00:00Z", "validation", 0));
        assertThat(report.users()).isEqualTo(new Counts(2, 0, 0, 0));
        assertThat(report.items()).isEqualTo(new Counts(3, 0, 0, 0));
        assertThat(report.features()).containsOnlyKeys(Modality.TEXT).containsValue(new Counts(3, 0, 0, 0));
        assertThat(report.interactions()).isEqualTo(new Counts(3, 0, 0, 0));
        assertThat(report.rejectedTotal()).isZero();
    }

    @Test
    void importing_the_same_files_twice_changes_nothing(Graph graph) throws IOException {
        new Ingestor(graph).ingest(folder.sources(), SILENT);
        List<String> before = Dump.of(graph);

        IngestReport report = new Ingestor(graph).ingest(folder.sources(), SILENT);

        assertThat(Dump.of(graph)).isEqualTo(before);
        assertThat(report.users()).isEqualTo(new Counts(0, 0, 2, 0));
        assertThat(report.items()).isEqualTo(new Counts(0, 0, 3, 0));
        assertThat(report.features()).containsValue(new Counts(0, 0, 3, 0));
        assertThat(report.interactions()).isEqualTo(new Counts(0, 0, 3, 0));
    }

    @Test
    void an_update_replaces_what_the_file_says_and_leaves_the_rest(Graph graph) throws IOException {
        new Ingestor(graph).ingest(folder.sources(), SILENT);
        Path change = folder.write("change.csv", "itemId,genres,title", "0,blue,", "0,green,Again", "1,red,Cube");

        IngestReport report = new Ingestor(graph).ingest(List.of(EventSource.of(change)), SILENT);

        assertThat(report.items()).isEqualTo(new Counts(0, 1, 1, 1));
        assertThat(Dump.of(graph))
                .contains(
                        "{node=Item 0, properties={attributes={\"movieId\":\"17\",\"tags\":[\"new\",\"fun\"]}, hidden=false,"
                                + " itemId=0, textFeature=float[1.0, 2.0]}}",
                        "{properties={}, relationship=0 IN_CATEGORY blue}",
                        "{properties={}, relationship=0 BY Acme}")
                .doesNotContain("{properties={}, relationship=0 IN_CATEGORY red}");
    }

    @Test
    void an_import_interrupted_in_any_batch_can_be_run_again(Graph graph) throws IOException {
        List<EventSource> sources = folder.sources();
        new Ingestor(graph).ingest(sources, SILENT);
        List<String> whole = Dump.of(graph);

        for (Phase stop : List.of(Phase.USERS, Phase.ITEMS, Phase.FEATURES, Phase.INTERACTIONS)) {
            SharedGraph.empty(graph);
            IngestProgress interrupting = (phase, done, total) -> {
                if (phase == stop && done > 0) {
                    throw new IllegalStateException("stopped in " + phase);
                }
            };
            assertThatThrownBy(() -> new Ingestor(graph).ingest(sources, interrupting))
                    .hasMessage("stopped in " + stop);
            if (stop != Phase.INTERACTIONS) {
                assertThat(Dump.of(graph)).isNotEmpty().isNotEqualTo(whole);
            }
            new Ingestor(graph).ingest(sources, SILENT);
            assertThat(Dump.of(graph)).as("stopped in %s", stop).isEqualTo(whole);
        }
    }

    @Test
    void an_import_interrupted_between_two_batches_keeps_the_first_and_adds_the_rest_when_run_again(Graph graph)
            throws IOException {
        String rows = IntStream.range(0, 7_000)
                .mapToObj(i -> "%d\t%d\t1\t%d".formatted(i % 90, i % 70, i))
                .collect(Collectors.joining("\n"));
        folder.write("many.inter", "userID\titemID\trating\ttimestamp", rows);
        List<EventSource> sources = List.of(folder.source());
        IngestProgress interrupting = (phase, done, total) -> {
            if (phase == Phase.INTERACTIONS && done == 5_000) {
                throw new IllegalStateException("stopped");
            }
        };
        assertThatThrownBy(() -> new Ingestor(graph).ingest(sources, interrupting))
                .hasMessage("stopped");

        IngestReport rest = new Ingestor(graph).ingest(sources, SILENT);

        assertThat(rest.interactions()).isEqualTo(new Counts(2_000, 0, 5_000, 0));
        List<String> resumed = Dump.of(graph);
        SharedGraph.empty(graph);
        new Ingestor(graph).ingest(sources, SILENT);
        assertThat(resumed).isEqualTo(Dump.of(graph)).hasSize(90 + 70 + 7_000);
    }

    @Test
    void a_validation_reports_the_same_and_changes_nothing(Graph graph) throws IOException {
        IngestReport validated = new Ingestor(graph).validate(folder.sources(), SILENT);
        assertThat(Dump.of(graph)).isEmpty();
        assertThat(new Ingestor(graph).ingest(folder.sources(), SILENT)).isEqualTo(validated);
    }
}
