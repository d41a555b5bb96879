package dev.tessera.graphmodel.ingest;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tessera.graphmodel.domain.Interaction;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.ingest.IngestProgress.Phase;
import dev.tessera.graphmodel.store.Graph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
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
    private static final Counts NONE = new Counts(0, 0, 0, 0);

    @TempDir
    Path folder;

    @BeforeEach
    void empty(Graph graph) {
        SharedGraph.empty(graph);
    }

    private Path write(String name, String... lines) throws IOException {
        return Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
    }

    /** Two users, three items, of which item 2 has neither a row in items.tsv nor an interaction. */
    private List<EventSource> smallFolder() throws IOException {
        write(
                "toys.inter",
                "userID\titemID\trating\ttimestamp\tx_label",
                "ada\t0\t4.5\t60\t0",
                "ada\t1\t3\t0\t2",
                "bob\t1\t1\t0\t1");
        write(
                "items.tsv",
                "itemID\tmovieId\ttitle\tgenres\tbrand\ttags",
                "0\t17\tBall\tred|round\tAcme\tnew;fun",
                "1\t18\tCube\tred\t\t");
        Files.write(folder.resolve("text_feat.npy"), NpyBytes.floats(3, 2, 1, 2, 3, 4, 5, 6));
        return List.of(EventSource.of(folder));
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
        IngestReport report = new Ingestor(graph).ingest(smallFolder(), SILENT);

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
        new Ingestor(graph).ingest(smallFolder(), SILENT);
        List<String> before = Dump.of(graph);

        IngestReport report = new Ingestor(graph).ingest(smallFolder(), SILENT);

        assertThat(Dump.of(graph)).isEqualTo(before);
        assertThat(report.users()).isEqualTo(new Counts(0, 0, 2, 0));
        assertThat(report.items()).isEqualTo(new Counts(0, 0, 3, 0));
        assertThat(report.features()).containsValue(new Counts(0, 0, 3, 0));
        assertThat(report.interactions()).isEqualTo(new Counts(0, 0, 3, 0));
    }

    @Test
    void an_import_interrupted_in_any_batch_can_be_run_again(Graph graph) throws IOException {
        List<EventSource> sources = smallFolder();
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
        write("many.inter", "userID\titemID\trating\ttimestamp", rows);
        List<EventSource> sources = List.of(EventSource.of(folder));
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
        IngestReport validated = new Ingestor(graph).validate(smallFolder(), SILENT);
        assertThat(Dump.of(graph)).isEmpty();
        assertThat(new Ingestor(graph).ingest(smallFolder(), SILENT)).isEqualTo(validated);
    }

    @Test
    void faults_of_whole_files_are_all_named_and_nothing_is_written(Graph graph) throws IOException {
        List<EventSource> sources = new ArrayList<>(smallFolder());
        Path cut = Files.write(folder.resolve("image_feat.npy"), new byte[] {(byte) 0x93, 'N', 'U', 'M'});
        Path empty = write("empty.csv", "");
        sources.add(EventSource.of(empty));

        assertThatThrownBy(() -> new Ingestor(graph).ingest(sources, SILENT))
                .isInstanceOfSatisfying(
                        IngestException.class,
                        e -> assertThat(e.faults()).extracting(FileFault::file).containsExactly(cut, empty))
                .hasMessageContaining(empty + ": is empty");
        assertThat(Dump.of(graph)).isEmpty();
    }

    @Test
    void features_of_another_width_than_the_graphs_are_a_fault_that_names_both(Graph graph) throws IOException {
        new Ingestor(graph).ingest(smallFolder(), SILENT);
        Path file = Files.write(folder.resolve("text_feat.npy"), NpyBytes.floats(3, 1, 1, 2, 3));
        assertThatThrownBy(() -> new Ingestor(graph).ingest(List.of(EventSource.of(folder)), SILENT))
                .isInstanceOf(IngestException.class)
                .hasMessageStartingWith(file + ": text features are 1 wide, but those in the graph are 2 wide");
    }

    @Test
    void feature_files_that_do_not_reach_the_items_are_a_fault(Graph graph) throws IOException {
        List<EventSource> sources = smallFolder();
        Path file = Files.write(folder.resolve("text_feat.npy"), NpyBytes.floats(1, 2, 1, 2));
        assertThatThrownBy(() -> new Ingestor(graph).validate(sources, SILENT))
                .hasMessageStartingWith(file + ": has 1 rows, but " + folder.resolve("items.tsv") + " has 2");

        Files.delete(folder.resolve("items.tsv"));
        Files.write(folder.resolve("image_feat.npy"), NpyBytes.floats(2, 1, 1, 2));
        assertThatThrownBy(() -> new Ingestor(graph).validate(sources, SILENT))
                .hasMessageStartingWith(file + ": has 1 rows, but another feature file has 2");
    }

    @Test
    void a_feature_that_is_not_finite_is_rejected_and_the_rest_of_the_item_kept(Graph graph) throws IOException {
        List<EventSource> sources = smallFolder();
        float inf = Float.POSITIVE_INFINITY;
        Path text = Files.write(folder.resolve("text_feat.npy"), NpyBytes.floats(3, 2, 1, 2, 3, Float.NaN, inf, 6));
        Files.write(folder.resolve("image_feat.npy"), NpyBytes.floats(3, 1, 7, 8, 9));

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
    void each_bad_row_is_named_with_its_line_and_value_and_the_good_ones_are_kept(Graph graph) throws IOException {
        List<EventSource> sources = smallFolder();
        write(
                "toys.inter",
                "userID\titemID\trating\ttimestamp\tx_label",
                "ada\t0\t1\t0\t0",
                "ada\t99\t1\t0\t0",
                "ada\t0\tNaN\t0\t0",
                "ada\t0\t1",
                "",
                " \t0\t1\t0\t0",
                "a\u0007b\t0\t1\t0\t0",
                "ada\t0\t1\tyesterday\t0",
                "ada\t0\t1\t1700000000000\t0",
                "ada\t0\t1\t0\t3",
                "ada\t0\t1\t0\t0",
                "x".repeat(513) + "\t0\t1\t0\t0",
                "bob\t2\t1\t0\t");

        IngestReport report = new Ingestor(graph).ingest(sources, SILENT);

        assertThat(report.rejected())
                .extracting(r -> r.line() + " " + r.value())
                .containsExactly(
                        "4 NaN",
                        "5 ada\t0\t1",
                        "7 null",
                        "8 a\u0007b",
                        "9 yesterday",
                        "10 1700000000000",
                        "11 3",
                        "13 " + "x".repeat(80) + "...",
                        "3 99");
        assertThat(report.rejected()).extracting(Rejected::reason).anyMatch(r -> r.startsWith("unknown item"));
        assertThat(report.rejectedTotal()).isEqualTo(9);
        assertThat(report.interactions()).isEqualTo(new Counts(2, 0, 0, 1));
        assertThat(report.users()).isEqualTo(new Counts(2, 0, 0, 0));
    }

    @Test
    void a_folder_of_interactions_alone_makes_its_items_and_needs_no_label(Graph graph) throws IOException {
        write("baby.inter", "userID\titemID\trating\ttimestamp", "0\t17\t1\t0", "1\t17\t1\t0");
        IngestReport report = new Ingestor(graph).ingest(List.of(EventSource.of(folder)), SILENT);
        assertThat(report.items()).isEqualTo(new Counts(1, 0, 0, 0));
        assertThat(Dump.of(graph))
                .contains("{node=Item 17, properties={hidden=false, itemId=17}}")
                .noneMatch(l -> l.contains("split"));
    }

    @Test
    void wrong_encodings_are_faults_that_name_the_line(Graph graph) throws IOException {
        Path latin = Files.write(
                folder.resolve("latin.csv"),
                new byte[] {'u', 's', 'e', 'r', 'I', 'd', '\n', 'a', '\n', (byte) 0xE9, '\n'});
        Path wide = Files.writeString(folder.resolve("wide.csv"), "userId\nada\n", UTF_16LE);
        assertThatThrownBy(() ->
                        new Ingestor(graph).validate(List.of(EventSource.of(latin), EventSource.of(wide)), SILENT))
                .hasMessageContaining("latin.csv: line 3 is not UTF-8: found the byte 0xE9")
                .hasMessageContaining("wide.csv: line 1 holds a zero byte");

        Path marked = Files.write(folder.resolve("marked.csv"), "\uFEFFuserId\nada\n".getBytes(UTF_8));
        assertThat(new Ingestor(graph)
                        .validate(List.of(EventSource.of(marked)), SILENT)
                        .users()
                        .created())
                .isEqualTo(1);
    }

    @Test
    void csv_files_say_by_their_columns_what_they_hold(Graph graph) throws IOException {
        Path events = write(
                "events.csv",
                "userId,itemId,kind,weight,at,eventId",
                "ada,i1,view,1,2026-01-31T12:00:00Z,e1",
                "ada,\"i\n1\",view,1,,e2",
                "bob,i1,buy,2,2026-01-31,e3",
                "bob,i2,buy,2,2026-01-31,e4",
                "eve,i1,buy,2,2026-01-31,e3");
        Path items = write("items.csv", "item_id,title,categories", "i1,\"Ball, \"\"red\"\"\",a;b");
        Path users = write("users.csv", "userId,age,attributes", "ada,37,\"{\"\"city\"\": \"\"London\"\"}\"");

        IngestReport report = new Ingestor(graph)
                .ingest(List.of(EventSource.of(events), EventSource.of(items), EventSource.of(users)), SILENT);

        assertThat(report.rejected())
                .extracting(r -> r.line() + " " + r.reason().replaceFirst("[,:].*", ""))
                .containsExactly(
                        "3 itemId holds a control character. Remove it",
                        "7 eventId is that of another interaction already",
                        "6 unknown item");
        assertThat(Dump.of(graph))
                .contains(
                        "{node=User ada, properties={attributes={\"age\":\"37\",\"city\":\"London\"}, userId=ada}}",
                        "{node=Item i1, properties={hidden=false, itemId=i1, title=Ball, \"red\"}}",
                        "{properties={at=2026-01-31T00:00Z, eventId=e3, kind=buy, weight=2.0}, relationship=bob INTERACTED i1}")
                .noneMatch(l -> l.contains("User eve"));

        Path later = write("later.csv", "userId,itemId,eventId", "bob,i1,e1");
        assertThat(new Ingestor(graph)
                        .ingest(List.of(EventSource.of(later)), SILENT)
                        .rejected())
                .singleElement()
                .satisfies(
                        r -> assertThat(r.reason()).contains("in the graph already, between user 'ada' and item 'i1'"));
    }

    @Test
    void an_update_replaces_what_the_file_says_and_leaves_the_rest(Graph graph) throws IOException {
        new Ingestor(graph).ingest(smallFolder(), SILENT);
        Path change = write("change.csv", "itemId,genres,title", "0,blue,", "0,green,Again", "1,red,Cube");

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
    void json_lines_carry_features_and_arrays(Graph graph) throws IOException {
        Path items = write(
                "items.jsonl",
                "{\"id\": 7, \"title\": \"Ball\", \"genres\": [\"red\"], \"createdAt\": \"2026-01-31T12:00:00+01:00\", \"features\": {\"text\": [1, 0.5]}, \"price\": 3}",
                "{\"id\": \"8\", \"features\": {\"text\": [1]}}",
                "{\"id\": \"9\", \"features\": {\"text\": [1, null]}}",
                "{\"id\": \"10\"",
                "[]",
                "{\"title\": \"nameless\"}",
                "{\"id\": \"11\", \"title\": \"\\ud83d\"}");
        var sources = List.of(EventSource.of(items));
        IngestReport report = new Ingestor(graph).ingest(sources, SILENT);

        assertThat(Dump.of(graph))
                .containsExactly(
                        "{node=Category red, properties={name=red}}",
                        "{node=Item 7, properties={attributes={\"price\":3}, createdAt=2026-01-31T11:00Z, hidden=false,"
                                + " itemId=7, textFeature=float[1.0, 0.5], title=Ball}}",
                        "{properties={}, relationship=7 IN_CATEGORY red}");
        assertThat(report.rejected()).extracting(Rejected::line).containsExactly(2L, 3L, 4L, 5L, 6L, 7L);
        assertThat(report.rejected().getFirst().reason())
                .isEqualTo("text feature has 1 numbers, others of the file have 2");

        IngestReport again = new Ingestor(graph).ingest(sources, SILENT);
        assertThat(again.items()).isEqualTo(new Counts(0, 0, 1, 0));
        assertThat(again.interactions()).isEqualTo(NONE);
    }

    @Test
    void columns_that_say_nothing_are_a_fault_that_lists_them(Graph graph) throws IOException {
        Path file = write("prices.csv", "name,price", "Ball,3");
        Path twice = write("twice.csv", "userId,user_id", "a,b");
        Path header = write("header.csv", "userId");
        var sources = List.of(EventSource.of(file), EventSource.of(twice), EventSource.of(header));
        assertThatThrownBy(() -> new Ingestor(graph).validate(sources, SILENT))
                .hasMessageContaining("found the columns [name, price], expected userId and itemId")
                .hasMessageContaining("column 'user_id' has no name of its own")
                .hasMessageContaining("header.csv: is empty");
        assertThatThrownBy(() -> EventSource.of(folder.resolve("absent.csv")))
                .hasMessageContaining("absent.csv: there is no such file or folder");
    }

    @Test
    void rejected_rows_are_counted_beyond_those_that_are_kept(Graph graph) throws IOException {
        Path file = write("users.csv", "userId\n" + "\u0001\n".repeat(1_500) + "ada");
        IngestReport report = new Ingestor(graph).ingest(List.of(EventSource.of(file)), SILENT);
        assertThat(report.rejected()).hasSize(1_000);
        assertThat(report.rejectedTotal()).isEqualTo(1_500);
        assertThat(report.users().created()).isEqualTo(1);
    }
}
