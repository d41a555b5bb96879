package dev.tessera.graphmodel.ingest;

import static dev.tessera.graphmodel.fixture.SharedGraph.cypher;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.encode.EncoderChoices;
import dev.tessera.graphmodel.fixture.Pictures;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.Row;
import dev.tessera.graphmodel.token.CodebookSize;
import dev.tessera.graphmodel.token.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Folders of pictures that are named by their items' ids. */
@ExtendWith(SharedGraph.class)
class IngestPicturesTest {
    private static final IngestProgress SILENT = IngestProgress.silent();

    @TempDir
    private Path path;

    private Path pictures;

    @BeforeEach
    void fill(Graph graph) throws IOException {
        SharedGraph.empty(graph);
        pictures = Files.createDirectory(path.resolve("pictures"));
        graph.execute(tx -> tx.run(
                cypher("UNWIND ['cup', 'pot', 'B00X.1', '\u8336'] AS id CREATE (:Item {itemId: id, title: 'A ' + id})"),
                Map.of()));
    }

    private void picture(String name, int number) throws IOException {
        String format = name.substring(name.lastIndexOf('.') + 1).toLowerCase(java.util.Locale.ROOT);
        Files.write(pictures.resolve(name), Pictures.bytes(Pictures.number(number), format));
    }

    private IngestReport ingest(Graph graph) {
        return new Ingestor(graph).ingest(List.of(EventSource.of(pictures)), SILENT);
    }

    private static long described(Graph graph) {
        return graph.read(tx -> tx.run("count_pictures")).getFirst().integer("pictures");
    }

    @Test
    void a_folder_of_pictures_is_kept_as_what_is_needed_to_encode_them(Graph graph) throws IOException {
        picture("cup.png", 1);
        picture("pot.JPG", 2);
        picture("B00X.1.gif", 3);
        picture("\u8336.bmp", 4);
        IngestReport report = ingest(graph);
        assertThat(report.pictures()).isEqualTo(new Counts(4, 0, 0, 0));
        assertThat(report.rejected()).isEmpty();
        assertThat(described(graph)).isEqualTo(4);
        assertThat(new Tokenizer(graph, Clock.systemUTC(), 42, EncoderChoices.builtIn())
                        .tokenize(new CodebookSize(8, 2))
                        .items())
                .isEqualTo(4);
    }

    @Test
    void pictures_known_already_are_known_again_and_a_new_one_takes_the_old_ones_place(Graph graph) throws IOException {
        picture("cup.png", 1);
        picture("pot.png", 2);
        ingest(graph);
        List<String> before = Dump.of(graph);
        assertThat(ingest(graph).pictures()).isEqualTo(new Counts(0, 0, 2, 0));
        assertThat(Dump.of(graph)).isEqualTo(before);

        picture("pot.png", 3);
        assertThat(ingest(graph).pictures()).isEqualTo(new Counts(0, 1, 1, 0));
        assertThat(Dump.of(graph)).isNotEqualTo(before);
    }

    @Test
    void what_is_broken_huge_unknown_or_no_picture_is_rejected_by_its_name_and_the_rest_is_kept(Graph graph)
            throws IOException {
        picture("cup.png", 1);
        picture("saucer.png", 2);
        Files.writeString(pictures.resolve("pot.png"), "not a picture");
        Files.write(pictures.resolve("B00X.1.png"), Pictures.bomb(60_000, 60_000));
        Files.writeString(pictures.resolve("notes.txt"), "hello");
        Files.writeString(pictures.resolve(".DS_Store"), "");
        Files.createDirectory(pictures.resolve("more"));
        IngestReport report = ingest(graph);
        assertThat(report.pictures()).isEqualTo(new Counts(1, 0, 0, 0));
        assertThat(report.rejected())
                .extracting(r -> r.file().getFileName().toString(), Rejected::value)
                .containsExactlyInAnyOrder(
                        tuple("more", "more"),
                        tuple("notes.txt", "notes.txt"),
                        tuple("B00X.1.png", "B00X.1"),
                        tuple("pot.png", "pot"),
                        tuple("saucer.png", "saucer"));
        assertThat(report.rejected())
                .extracting(Rejected::toString)
                .contains(pictures.resolve("saucer.png")
                        + ": 'saucer': unknown item: neither in the graph nor in this import")
                .contains(pictures.resolve("pot.png")
                        + ": 'pot': the bytes are no picture of a known kind. Give PNG, JPEG, GIF or BMP")
                .anyMatch(r -> r.contains("this has 60000 x 60000"));
    }

    @Test
    void the_folder_images_of_an_imported_folder_is_read_with_it(Graph graph) throws IOException {
        SharedGraph.empty(graph);
        var folder = new ToyFolder(path);
        List<EventSource> sources = folder.sources();
        pictures = Files.createDirectory(path.resolve("images"));
        picture("0.png", 1);
        picture("2.jpg", 2);
        picture("2.png", 2);
        IngestReport validated = new Ingestor(graph).validate(sources, SILENT);
        assertThat(Dump.of(graph)).isEmpty();
        assertThat(validated.pictures()).isEqualTo(new Counts(2, 0, 0, 1));
        assertThat(new Ingestor(graph).ingest(sources, SILENT)).isEqualTo(validated);
        assertThat(described(graph)).isEqualTo(2);
    }

    @Test
    void features_given_later_take_the_place_of_those_that_an_encoder_made(Graph graph) throws IOException {
        new Tokenizer(graph, Clock.systemUTC(), 42, EncoderChoices.builtIn()).tokenize(new CodebookSize(8, 2));
        Path given = Files.writeString(
                path.resolve("given.jsonl"), "{\"itemId\": \"cup\", \"features\": {\"text\": [1, 2, 3]}}\n");
        IngestReport report = new Ingestor(graph).ingest(List.of(EventSource.of(given)), SILENT);
        assertThat(report.features().get(Modality.TEXT)).isEqualTo(new Counts(1, 0, 0, 0));
        List<Row> encodedOrGiven = graph.read(tx -> tx.run(
                cypher("MATCH (i:Item) WHERE i.textFeature IS NOT NULL OR i.textFeatureBy IS NOT NULL"
                        + " RETURN i.itemId AS item, i.textFeature AS feature, i.textFeatureBy AS by"),
                Map.of()));
        assertThat(encodedOrGiven).singleElement().satisfies(row -> {
            assertThat(row.string("item")).isEqualTo("cup");
            assertThat(row.floats("feature")).containsExactly(1, 2, 3);
            assertThat(row.stringOrNull("by")).isNull();
        });
    }
}
