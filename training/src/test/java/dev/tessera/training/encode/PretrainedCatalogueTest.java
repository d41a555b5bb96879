package dev.tessera.training.encode;

import static dev.tessera.graphmodel.fixture.SharedGraph.cypher;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tessera.graphmodel.encode.EncoderChoice.Pretrained;
import dev.tessera.graphmodel.encode.EncoderChoices;
import dev.tessera.graphmodel.fixture.Pictures;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.ingest.EventSource;
import dev.tessera.graphmodel.ingest.IngestProgress;
import dev.tessera.graphmodel.ingest.IngestReport;
import dev.tessera.graphmodel.ingest.Ingestor;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.Row;
import dev.tessera.graphmodel.token.CodebookSize;
import dev.tessera.graphmodel.token.LateItems;
import dev.tessera.graphmodel.token.Tokenizer;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Imports of titles and pictures, whose features come from pre-trained models in folders. */
@ExtendWith(SharedGraph.class)
final class PretrainedCatalogueTest {
    private static final int ITEMS = 12;
    private static final CodebookSize SMALL = new CodebookSize(1, 2);

    /** Rows of [PAD], [UNK], [CLS], [SEP], red, blue. */
    private static final float[][] TABLE = {{0, 0}, {1, 1}, {0, 0}, {0, 0}, {1, 0}, {0, 1}};

    @TempDir
    private Path folder;

    private Graph graph;
    private PretrainedTextEncoder text;
    private PretrainedImageEncoder image;

    @BeforeEach
    void open(Graph shared) throws IOException {
        graph = shared;
        SharedGraph.empty(graph);
        Path words = Files.createDirectory(folder.resolve("text-model"));
        TinyTokenizer.write(words, "red", "blue");
        Files.write(words.resolve("model.onnx"), TinyOnnx.lookup(TABLE, "last_hidden_state"));
        Path looks = Files.createDirectory(folder.resolve("image-model"));
        Files.write(looks.resolve("model.onnx"), TinyOnnx.channelMeans("image_embeds"));
        Files.writeString(
                looks.resolve("preprocessor_config.json"),
                "{\"do_normalize\": false, \"crop_size\": {\"height\": 8, \"width\": 8}}");
        text = PretrainedTextEncoder.open(words);
        image = PretrainedImageEncoder.open(looks);
    }

    @AfterEach
    void close() {
        text.close();
        image.close();
    }

    @Test
    void items_of_a_later_import_get_the_tokens_of_the_items_that_they_are_like() throws IOException {
        for (int k = 0; k < ITEMS; k++) {
            write("items", "i" + k, k % 2 == 0);
        }
        assertThat(ingest("items").pictures().created()).isEqualTo(ITEMS);
        new Tokenizer(graph, Clock.systemUTC(), 42, choices()).tokenize(SMALL);
        write("late", "red", true);
        write("late", "blue", false);
        ingest("late");
        new LateItems(graph, choices()).complete();

        assertThat(makers()).containsExactly(image.fingerprint(), text.fingerprint());
        assertThat(tokens("red")).hasSize(2).isEqualTo(tokens("i0")).isNotEqualTo(tokens("i1"));
        assertThat(tokens("blue")).hasSize(2).isEqualTo(tokens("i1"));
    }

    @Test
    void a_codebook_of_another_model_makes_nothing_and_says_which_it_lacks() throws IOException {
        for (int k = 0; k < ITEMS; k++) {
            write("items", "i" + k, k % 2 == 0);
        }
        ingest("items");
        new Tokenizer(graph, Clock.systemUTC(), 42, choices()).tokenize(SMALL);
        write("late", "red", true);
        ingest("late");
        var late = new LateItems(graph, EncoderChoices.builtIn());
        late.complete();
        assertThat(late.encoders().missing().values())
                .hasSize(2)
                .anySatisfy(reason -> assertThat(reason).contains(text.fingerprint()))
                .anySatisfy(reason -> assertThat(reason).contains(image.fingerprint()));
        assertThat(tokens("red")).isEmpty();
    }

    private EncoderChoices choices() {
        return new EncoderChoices(new Pretrained<>(text), new Pretrained<>(image));
    }

    /** Writes an item that says a colour, and its picture of that colour. */
    private void write(String into, String item, boolean red) throws IOException {
        Path pictures = Files.createDirectories(folder.resolve(into).resolve("images"));
        Path items = folder.resolve(into + ".csv");
        if (Files.notExists(items)) {
            Files.writeString(items, "itemId,title\n");
        }
        Files.writeString(items, item + (red ? ",Red\n" : ",Blue\n"), StandardOpenOption.APPEND);
        Color colour = red ? Color.RED : Color.BLUE;
        BufferedImage picture = Pictures.stripes(colour, colour, 5, true);
        Files.write(pictures.resolve(item + ".png"), Pictures.png(picture));
    }

    private IngestReport ingest(String from) {
        var encoders = new LateItems(graph, choices()).encoders();
        return new Ingestor(graph, encoders)
                .ingest(
                        List.of(
                                EventSource.of(folder.resolve(from + ".csv")),
                                EventSource.of(folder.resolve(from).resolve("images"))),
                        IngestProgress.silent());
    }

    private List<String> makers() {
        return strings(
                "MATCH (i:Item) UNWIND [i.textFeatureBy, i.imageFeatureBy] AS by RETURN DISTINCT by AS value ORDER BY value");
    }

    private List<String> tokens(String item) {
        return strings("MATCH (:Item {itemId: '" + item + "'})-[:HAS_TOKEN]->(t:Token) RETURN t.tokenId AS value"
                + " ORDER BY value");
    }

    private List<String> strings(String query) {
        return graph.read(tx -> tx.run(cypher(query), Map.of())).stream()
                .map((Row row) -> row.string("value"))
                .toList();
    }
}
