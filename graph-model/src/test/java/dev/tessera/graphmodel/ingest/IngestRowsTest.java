package dev.tessera.graphmodel.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the rows of a file may hold, and what becomes of those at fault. */
@ExtendWith(SharedGraph.class)
class IngestRowsTest {
    private static final IngestProgress SILENT = IngestProgress.silent();
    private static final Counts NONE = new Counts(0, 0, 0, 0);

    private ToyFolder folder;

    @BeforeEach
    void empty(Graph graph, @TempDir Path path) {
        SharedGraph.empty(graph);
        folder = new ToyFolder(path);
    }

    @Test
    void each_bad_row_is_named_with_its_line_and_value_and_the_good_ones_are_kept(Graph graph) throws IOException {
        List<EventSource> sources = folder.sources();
        folder.write(
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
    void rejected_rows_are_counted_beyond_those_that_are_kept(Graph graph) throws IOException {
        Path file = folder.write("users.csv", "userId\n" + "\u0001\n".repeat(1_500) + "ada");
        IngestReport report = new Ingestor(graph).ingest(List.of(EventSource.of(file)), SILENT);
        assertThat(report.rejected()).hasSize(1_000);
        assertThat(report.rejectedTotal()).isEqualTo(1_500);
        assertThat(report.users().created()).isEqualTo(1);
    }

    @Test
    void a_folder_of_interactions_alone_makes_its_items_and_needs_no_label(Graph graph) throws IOException {
        folder.write("baby.inter", "userID\titemID\trating\ttimestamp", "0\t17\t1\t0", "1\t17\t1\t0");
        IngestReport report = new Ingestor(graph).ingest(List.of(folder.source()), SILENT);
        assertThat(report.items()).isEqualTo(new Counts(1, 0, 0, 0));
        assertThat(Dump.of(graph))
                .contains("{node=Item 17, properties={hidden=false, itemId=17}}")
                .noneMatch(l -> l.contains("split"));
    }

    @Test
    void csv_files_say_by_their_columns_what_they_hold(Graph graph) throws IOException {
        Path events = folder.write(
                "events.csv",
                "userId,itemId,kind,weight,at,eventId",
                "ada,i1,view,1,2026-01-31T12:00:00Z,e1",
                "ada,\"i\n1\",view,1,,e2",
                "bob,i1,buy,2,2026-01-31,e3",
                "bob,i2,buy,2,2026-01-31,e4",
                "eve,i1,buy,2,2026-01-31,e3");
        Path items = folder.write("items.csv", "item_id,title,categories", "i1,\"Ball, \"\"red\"\"\",a;b");
        Path users = folder.write("users.csv", "userId,age,attributes", "ada,37,\"{\"\"city\"\": \"\"London\"\"}\"");

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

        Path later = folder.write("later.csv", "userId,itemId,eventId", "bob,i1,e1");
        assertThat(new Ingestor(graph)
                        .ingest(List.of(EventSource.of(later)), SILENT)
                        .rejected())
                .singleElement()
                .satisfies(
                        r -> assertThat(r.reason()).contains("in the graph already, between user 'ada' and item 'i1'"));
    }

    @Test
    void json_lines_carry_features_and_arrays(Graph graph) throws IOException {
        Path items = folder.write(
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
}
