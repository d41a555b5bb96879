package dev.tessera.graphmodel.token;

import static dev.tessera.graphmodel.fixture.SharedGraph.cypher;
import static dev.tessera.graphmodel.token.TentsAndKnives.codes;
import static dev.tessera.graphmodel.token.TentsAndKnives.count;
import static dev.tessera.graphmodel.token.TentsAndKnives.read;
import static dev.tessera.graphmodel.token.TentsAndKnives.tokenize;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tessera.graphmodel.domain.CodebookId;
import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.domain.Features;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.domain.TokenId;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.Projection;
import dev.tessera.graphmodel.store.ProjectionSpec;
import dev.tessera.graphmodel.store.Row;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** On {@link TentsAndKnives}. */
@ExtendWith(SharedGraph.class)
class TokenizerTest {
    private static final CodebookSize TWO_BY_TWO = new CodebookSize(2, 2);
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    @BeforeEach
    void fill(Graph graph) {
        TentsAndKnives.fill(graph);
    }

    @Test
    void every_item_gets_one_token_a_slot_of_the_modalities_it_has(Graph graph) {
        TokenizeReport report = tokenize(graph, NOON, TWO_BY_TWO);
        assertThat(report.tokens()).isEqualTo(2 * 2 + 2 * 2);
        assertThat(report.items()).isEqualTo(11);
        assertThat(count(graph, "(:Item)-[:HAS_TOKEN]->(:TextToken)")).isEqualTo(2 * 11);
        assertThat(count(graph, "(:Item)-[:HAS_TOKEN]->(:ImageToken)")).isEqualTo(2 * 6);
        assertThat(count(graph, "(:Item {itemId: 'k3'})-[:HAS_TOKEN]->()")).isZero();
        assertThat(count(graph, "(:Item {itemId: 'x'})-[:HAS_TOKEN]->()")).isZero();
        assertThat(read(graph, """
                        MATCH (item:Item)-[carries:HAS_TOKEN]->(token)
                        WITH item, token.modality AS modality, collect(token.slot) AS slots,
                          collect(carries.slot) AS carried
                        RETURN DISTINCT slots = carried AND size(slots) = 2 AND 0 IN slots AND 1 IN slots AS fits
                        """)).extracting(r -> r.bool("fits")).containsExactly(true);
    }

    @Test
    void a_token_knows_how_many_items_carry_it_and_where_it_lies(Graph graph) {
        tokenize(graph, NOON, TWO_BY_TWO);
        assertThat(read(graph, """
                        MATCH (token:Token)
                        RETURN token.itemCount = COUNT { (token)<-[:HAS_TOKEN]-() } AS counted,
                          size(token.centroid) AS width, token.modality AS modality
                        """))
                .hasSize(8)
                .allMatch(r -> r.bool("counted"))
                .allMatch(r -> r.count("width") == (r.string("modality").equals("TEXT") ? 2 : 1));
        List<Row> distances = read(graph, """
                MATCH (item:Item {itemId: 't0'})-[carries:HAS_TOKEN]->(token:TextToken {slot: 0})
                RETURN carries.distance AS distance, token.centroid AS centroid
                """);
        float[] centroid = distances.getFirst().floats("centroid");
        assertThat(centroid[0]).isEqualTo(10);
        assertThat(distances.getFirst().number("distance")).isCloseTo(centroid[1] - 10, within(1e-5));
    }

    /** Seen from outside: what the codebook says of its rotation turns a feature into what its centroids are near to. */
    @Test
    void a_rotation_is_kept_with_the_codebook_and_turns_features_to_the_centroids(Graph graph) {
        tokenize(graph, NOON, new CodebookSize(2, 2, true));
        Row codebook = read(graph, """
                        MATCH (codebook:Codebook)
                        RETURN codebook.textRotation AS text, codebook.imageRotation AS image
                        """).getFirst();
        float[] rotation = codebook.floats("text");
        assertThat(rotation).hasSize(4 * 4);
        assertThat(codebook.floats("image")).hasSize(2 * 2);
        for (int a = 0; a < 4; a++) {
            for (int b = 0; b < 4; b++) {
                double product = 0;
                for (int k = 0; k < 4; k++) {
                    product += rotation[k * 4 + a] * rotation[k * 4 + b];
                }
                assertThat(product).isCloseTo(a == b ? 1 : 0, within(1e-5));
            }
        }
        List<Row> carried = read(graph, """
                MATCH (item:Item)-[carries:HAS_TOKEN]->(token:TextToken)
                RETURN item.textFeature AS feature, token.slot AS slot, token.centroid AS centroid,
                  carries.distance AS distance
                """);
        assertThat(carried).hasSize(2 * 11);
        for (Row row : carried) {
            float[] feature = row.floats("feature");
            float[] centroid = row.floats("centroid");
            double square = 0;
            for (int k = 0; k < 2; k++) {
                double turned = 0;
                for (int j = 0; j < 4; j++) {
                    turned += feature[j] * rotation[j * 4 + 2 * row.count("slot") + k];
                }
                square += (turned - centroid[k]) * (turned - centroid[k]);
            }
            assertThat(row.number("distance")).isCloseTo(Math.sqrt(square), within(1e-4));
        }
    }

    @Test
    void without_a_rotation_the_codebook_has_none(Graph graph) {
        tokenize(graph, NOON, TWO_BY_TWO);
        assertThat(count(graph, "(codebook:Codebook) WHERE codebook.textRotation IS NOT NULL"))
                .isZero();
    }

    @Test
    void a_text_token_is_named_by_what_its_items_have_in_common_and_others_have_not(Graph graph) {
        tokenize(graph, NOON, TWO_BY_TWO);
        String label = "MATCH (:Item {itemId: '%s'})-[:HAS_TOKEN]->(token:%s {slot: 0}) RETURN token.label AS label";
        assertThat(read(graph, label.formatted("t5", "TextToken")).getFirst().string("label"))
                .contains("tent", "camping")
                .doesNotContain("knife");
        assertThat(read(graph, label.formatted("k0", "TextToken")).getFirst().string("label"))
                .contains("knife", "kitchen")
                .doesNotContain("tent");
        assertThat(read(graph, label.formatted("k0", "ImageToken")).getFirst().string("label"))
                .isEqualTo("like Steel knife 0, Steel knife 1");
    }

    @Test
    void what_is_read_back_is_what_the_quantiser_said(Graph graph) {
        TokenizeReport report = tokenize(graph, NOON, TWO_BY_TWO);
        Projection projection = graph.project(ProjectionSpec.whole());
        TokenCodes codes = codes(graph, report.codebook());
        assertThat(codes.modalities()).containsExactly(Modality.TEXT, Modality.TEXT, Modality.IMAGE, Modality.IMAGE);
        assertThat(codes.items()).isEqualTo(13);
        for (Modality modality : List.of(Modality.TEXT, Modality.IMAGE)) {
            Features features = projection.features().get(modality);
            var rows = IntStream.range(0, 13).filter(features::isPresent).toArray();
            var sample = DenseMatrix.zeros(rows.length, features.matrix().columns());
            for (int k = 0; k < rows.length; k++) {
                float[] vector = features.matrix().row(rows[k]);
                System.arraycopy(vector, 0, sample.values(), sample.offset(k), vector.length);
            }
            ProductQuantizer quantizer = ProductQuantizer.fit(sample, 2, 2, 17);
            int first = modality == Modality.TEXT ? 0 : 2;
            for (int item = 0; item < 13; item++) {
                int[] expected = quantizer.encode(features.matrix(), item);
                for (int slot = 0; slot < 2; slot++) {
                    int token = codes.token(item, first + slot);
                    if (!features.isPresent(item)) {
                        assertThat(token).isEqualTo(TokenCodes.ABSENT);
                    } else {
                        assertThat(codes.tokens().get(token))
                                .isEqualTo(new TokenId(report.codebook(), modality, slot, expected[slot]));
                    }
                }
            }
        }
        assertThat(codes.count(projection.items().rowOf(new ItemId("t0")))).isEqualTo(4);
        assertThat(codes.count(projection.items().rowOf(new ItemId("t7")))).isEqualTo(2);
        assertThat(codes.count(projection.items().rowOf(new ItemId("x")))).isZero();
    }

    @Test
    void only_items_of_the_training_part_teach_the_quantiser(Graph graph) {
        graph.execute(tx -> tx.run(cypher("""
                CREATE (user:User {userId: 'u'})
                WITH user UNWIND ['t0', 't1', 't2', 't3'] AS id MATCH (item:Item {itemId: id})
                CREATE (user)-[:INTERACTED {eventId: id, kind: 'view', at: datetime(), split: 'train'}]->(item)
                WITH DISTINCT user MATCH (item:Item {itemId: 'k0'})
                CREATE (user)-[:INTERACTED {eventId: 'k0', kind: 'view', at: datetime(), split: 'test'}]->(item)
                """), Map.of()));
        tokenize(graph, NOON, TWO_BY_TWO);
        assertThat(read(graph, "MATCH (t:TextToken {slot: 0}) RETURN t.centroid AS centroid"))
                .allMatch(r -> r.floats("centroid")[0] == 10);
        assertThat(count(graph, "(:Item {itemId: 'k0'})-[:HAS_TOKEN]->(:TextToken)"))
                .isEqualTo(2);
    }

    @Test
    void only_items_of_the_part_that_is_learned_from_teach_the_quantiser(Graph graph) {
        graph.execute(tx -> tx.run(cypher("""
                CREATE (user:User {userId: 'u'})
                WITH user UNWIND ['t0', 't1', 't2', 't3', 'k0', 'k1'] AS id MATCH (item:Item {itemId: id})
                CREATE (user)-[:INTERACTED {eventId: id, kind: CASE WHEN id < 'l' THEN 'view' ELSE 'buy' END,
                  at: datetime(), split: 'train'}]->(item)
                """), Map.of()));
        var buys = new ProjectionSpec(Set.of("buy"), Set.of(), null, null);
        new Tokenizer(graph, Clock.fixed(NOON, ZoneOffset.UTC), 17).tokenize(TWO_BY_TWO, buys);
        assertThat(read(graph, "MATCH (t:TextToken {slot: 0}) RETURN t.centroid AS centroid"))
                .allMatch(r -> r.floats("centroid")[0] == 10);
        assertThat(count(graph, "(:Item {itemId: 'k0'})-[:HAS_TOKEN]->(:TextToken)"))
                .isEqualTo(2);
    }

    @Test
    void a_second_codebook_stands_beside_the_first_and_becomes_the_newest(Graph graph) {
        assertThat(count(graph, "(:Codebook)")).isZero();
        graph.execute(tx -> assertThat(TokenReader.newest(tx)).isNull());
        CodebookId first = tokenize(graph, NOON, TWO_BY_TWO).codebook();
        assertThat(first).hasToString("20261120-120000-000");
        assertThat(graph.read(TokenReader::newest)).isEqualTo(first);
        TokenCodes before = codes(graph, first);

        CodebookId second =
                tokenize(graph, NOON.plusSeconds(1), new CodebookSize(1, 3)).codebook();
        assertThat(graph.read(TokenReader::newest)).isEqualTo(second);
        assertThat(count(graph, "(:Token)-[:OF]->(:Codebook {complete: true})")).isEqualTo(8 + 6);
        assertThat(codes(graph, second).positions()).isEqualTo(2);
        TokenCodes after = codes(graph, first);
        assertThat(after.tokens()).isEqualTo(before.tokens());
        for (int item = 0; item < before.items(); item++) {
            for (int position = 0; position < before.positions(); position++) {
                assertThat(after.token(item, position)).isEqualTo(before.token(item, position));
            }
        }
    }

    @Test
    void what_an_interrupted_writer_left_is_not_read_and_the_next_one_removes_it(Graph graph) {
        CodebookId first = tokenize(graph, NOON, TWO_BY_TWO).codebook();
        graph.execute(tx -> tx.run(cypher("""
                CREATE (codebook:Codebook {codebookId: 'half', fittedAt: datetime('2030-01-01T00:00:00Z'), complete: false})
                WITH codebook UNWIND range(0, 2500) AS code
                CREATE (token:Token:TextToken {tokenId: 'half/text/0/' + code, modality: 'TEXT', slot: 0, code: code})
                CREATE (token)-[:OF]->(codebook)
                WITH token WHERE token.code = 0
                MATCH (item:Item {itemId: 't0'}) CREATE (item)-[:HAS_TOKEN {slot: 0, distance: 0.0}]->(token)
                """), Map.of()));
        assertThat(graph.read(TokenReader::newest)).isEqualTo(first);

        CodebookId next = tokenize(graph, NOON.plusSeconds(1), TWO_BY_TWO).codebook();
        assertThat(graph.read(TokenReader::newest)).isEqualTo(next);
        assertThat(read(graph, "MATCH (c:Codebook) RETURN c.codebookId AS id ORDER BY id"))
                .extracting(r -> r.string("id"))
                .containsExactly(first.value(), next.value());
        assertThat(count(graph, "(:Token)")).isEqualTo(2 * 8);
    }

    @Test
    void without_features_it_says_what_to_import(Graph graph) {
        graph.execute(tx -> tx.run(cypher("MATCH (i:Item) REMOVE i.textFeature, i.imageFeature"), Map.of()));
        assertThatThrownBy(() -> tokenize(graph, NOON, TWO_BY_TWO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "no item has a feature vector, so there is nothing to make tokens of."
                                + " Import items with titles or pictures, or files such as text_feat.npy, or train with --identity id");
    }

    @Test
    void a_size_that_does_not_fit_changes_nothing(Graph graph) {
        assertThatThrownBy(() -> tokenize(graph, NOON, new CodebookSize(3, 2)))
                .hasMessageMatching(
                        "(text|image) features of \\d+ items: slots \\(3\\) must divide the feature dimension.*");
        assertThat(count(graph, "(:Codebook)")).isZero();
    }
}
