package dev.tessera.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tessera.cypher.Statement;
import dev.tessera.graphmodel.change.ItemChange;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.encode.EncodedPicture;
import dev.tessera.graphmodel.encode.EncoderChoices;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.Row;
import dev.tessera.graphmodel.token.CodebookSize;
import dev.tessera.graphmodel.token.Tokenizer;
import dev.tessera.server.fixture.TestServer;
import dev.tessera.server.graphql.GraphQlApi;
import dev.tessera.server.graphql.GraphQlRequest;
import dev.tessera.server.serving.CursorKey;
import dev.tessera.server.serving.ServedSnapshot;
import dev.tessera.server.snapshot.SnapshotLoader;
import dev.tessera.training.publish.Artifacts;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A shop that gives words and pictures and no features: what comes later has tokens as soon as it is there. */
@ExtendWith(SharedGraph.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LiveContentTest {
    private static final int ITEMS = 40;

    private static final Statement MAKERS = SharedGraph.cypher("""
            MATCH (item:Item {itemId: $item}), (codebook:Codebook)
            RETURN item.imageFeatureBy AS ofItem, codebook.imageEncodedBy AS ofCodebook
            ORDER BY codebook.fittedAt DESC LIMIT 1
            """);

    @TempDir
    private static Path folder;

    private static Graph graph;
    private static ServedSnapshot served;
    private static LiveChanges changes;
    private static GraphQlApi api;

    @BeforeAll
    static void open(Graph shared) throws IOException {
        graph = shared;
        var artifacts = new Artifacts(folder);
        served = new ServedSnapshot(new SnapshotLoader(graph, artifacts, Set.of()), CursorKey.random());
        changes = new LiveChanges(graph, served, UserErasure.in(artifacts), EncoderChoices.builtIn(), Set.of());
        List<LiveItem> items = new ArrayList<>();
        for (int k = 0; k < ITEMS; k++) {
            String title = k % 2 == 0
                    ? "Green tea number " + k + " from the hills"
                    : "Steel hammer number " + k + " for nails";
            var change = new ItemChange(new ItemId("i" + k), Map.of("title", title), null, null, Map.of());
            items.add(LiveItem.withPicture(change, picture(k % 2 == 0 ? 0x20A040 : 0x909098, k)));
        }
        assertThat(changes.upsertItems(items)).containsOnlyNulls();
        new Tokenizer(graph, Clock.systemUTC(), 42, EncoderChoices.builtIn()).tokenize(CodebookSize.standard());
        api = new GraphQlApi(
                graph, served.answers(), changes, TestServer.administration(graph, artifacts, served, folder));
        served.reload();
    }

    @AfterAll
    static void close() {
        changes.close();
    }

    private static byte[] picture(int colour, int seed) throws IOException {
        var image = new BufferedImage(48, 48, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < 48; x++) {
            for (int y = 0; y < 48; y++) {
                image.setRGB(x, y, (x / 8 + y / 8 + seed) % 3 == 0 ? colour : colour ^ 0x101010);
            }
        }
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    private static JsonNode ask(String query, Map<String, Object> variables) {
        return TestServer.parse(TestServer.json(api.execute(new GraphQlRequest(query, null, variables))));
    }

    private static Map<String, Integer> carriers(JsonNode tokens) {
        Map<String, Integer> kinds = new HashMap<>();
        tokens.forEach(t -> t.at("/token/items/nodes")
                .forEach(i ->
                        kinds.merge(i.get("title").asText().startsWith("Green") ? "tea" : "tool", 1, Integer::sum)));
        return kinds;
    }

    @Test
    void an_item_with_words_and_a_picture_gets_the_tokens_of_its_like() throws Exception {
        String image = Base64.getEncoder().encodeToString(picture(0x20A040, 7));
        JsonNode answer = ask("""
                mutation($image: String) { upsertItems(input: [{id: "new", title: "Green tea of this spring from the hills", image: $image}]) {
                  accepted rejected { message } items { modalities tokens { slot token { modality items(first: 50) { nodes { title } } } } } } }
                """, Map.of("image", image));
        assertThat(answer.has("errors")).as(answer.toString()).isFalse();
        JsonNode item = answer.at("/data/upsertItems/items/0");
        assertThat(item.get("modalities").toString()).isEqualTo("[\"TEXT\",\"IMAGE\"]");
        assertThat(item.get("tokens").size()).isGreaterThan(8);
        Map<String, Integer> kinds = carriers(item.get("tokens"));
        assertThat(kinds.getOrDefault("tea", 0) * 2).isGreaterThan(kinds.getOrDefault("tool", 0) * 3);
    }

    @Test
    void words_that_change_take_the_tokens_along_and_words_that_go_leave_none() {
        String mutation = """
                mutation($title: String) { upsertItems(input: [{id: "changing", title: $title}]) { items { modalities tokens { token { id } } } } }
                """;
        JsonNode first = ask(mutation, Map.of("title", "Green tea")).at("/data/upsertItems/items/0");
        JsonNode second = ask(mutation, Map.of("title", "Steel hammer")).at("/data/upsertItems/items/0");
        Map<String, Object> nothing = new HashMap<>();
        nothing.put("title", null);
        JsonNode third = ask(mutation, nothing).at("/data/upsertItems/items/0");
        assertThat(second.get("tokens")).isNotEqualTo(first.get("tokens")).isNotEmpty();
        assertThat(third.get("tokens")).isEmpty();
        assertThat(third.get("modalities")).isEmpty();
    }

    @Test
    @Order(Integer.MAX_VALUE) // it makes another codebook
    void a_picture_encoded_for_a_codebook_that_gives_way_is_encoded_again() throws Exception {
        var items = new LiveItems(served, EncoderChoices.builtIn());
        var id = new ItemId("in between");
        var change = new ItemChange(id, Map.of("title", "Green tea"), null, null, Map.of());
        List<LiveItem> given = List.of(LiveItem.withPicture(change, picture(0x20A040, 1)));
        List<@Nullable EncodedPicture> before = items.pictures(graph, given);
        var other = new ItemChange(new ItemId("other"), Map.of("title", "Red brick"), null, null, Map.of());
        changes.upsertItems(List.of(LiveItem.withPicture(other, picture(0xFF0000, 2))));
        new Tokenizer(graph, Clock.systemUTC(), 42, EncoderChoices.builtIn()).tokenize(CodebookSize.standard());
        served.reload();

        graph.write(tx -> items.upsert(tx, given, before));

        List<Row> makers = graph.read(tx -> tx.run(MAKERS, Map.of("item", id.value())));
        assertThat(makers.getFirst().string("ofItem"))
                .isEqualTo(makers.getFirst().string("ofCodebook"))
                .isNotEqualTo(before.getFirst().feature().by());
    }

    @Test
    void a_feature_beside_made_ones_and_a_broken_picture_reject_their_row_alone() {
        JsonNode answer = ask("""
                mutation { upsertItems(input: [
                  {id: "given", features: [{modality: TEXT, vector: [1, 2]}]},
                  {id: "broken", image: "bm8gcGljdHVyZQ=="}, {id: "fine", title: "Fine"}]) { accepted rejected { index message } } }
                """, Map.of());
        JsonNode payload = answer.at("/data/upsertItems");
        assertThat(payload.get("accepted").asInt()).isEqualTo(1);
        assertThat(payload.at("/rejected/0/message").asText()).contains("TEXT").contains("title");
        assertThat(payload.at("/rejected/1/index").asInt()).isEqualTo(1);
        assertThat(payload.at("/rejected/1/message").asText()).contains("'image'");
    }
}
