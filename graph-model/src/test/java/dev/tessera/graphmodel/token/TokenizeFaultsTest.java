package dev.tessera.graphmodel.token;

import static dev.tessera.graphmodel.fixture.SharedGraph.cypher;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tessera.graphmodel.domain.CodebookId;
import dev.tessera.graphmodel.fixture.Child;
import dev.tessera.graphmodel.fixture.Folders;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.EmbeddedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/**
 * Making a codebook is killed as {@code kill -9} does. The next one leaves nothing of it behind: the graph is the one that
 * comes of never having been killed.
 */
@Tag("faults")
class TokenizeFaultsTest {
    private static final int ITEMS = 3_000;
    private static final int TOKENS = TokenizeProcess.SLOTS * TokenizeProcess.CODES;
    private static final int CARRIED = ITEMS * TokenizeProcess.SLOTS;
    private static final Random RANDOM = new Random(20261121);
    private static final Clock FIRST = clock("2026-01-01T00:00:00Z");
    private static final Clock LAST = clock("2027-01-01T00:00:00Z");
    private static final String WRITE_ITEMS =
            "UNWIND $rows AS row CREATE (:Item {itemId: row.id, textFeature: row.text})";
    private static final String STATE = """
            MATCH (codebook:Codebook)
            RETURN codebook.codebookId AS codebook, codebook.complete AS complete,
              COUNT { (:Token)-[:OF]->(codebook) } AS tokens,
              COUNT { (:Item)-[:HAS_TOKEN]->(:Token)-[:OF]->(codebook) } AS carried
            ORDER BY codebook
            """;
    private static final String STRAYS =
            "MATCH (token:Token) WHERE NOT (token)-[:OF]->(:Codebook) RETURN token.tokenId";
    private static final String CARRIERS = """
            MATCH (item:Item)-[carries:HAS_TOKEN]->(token:Token)-[:OF]->(:Codebook {codebookId: $codebook})
            RETURN item.itemId AS item, token.tokenId AS token, token.label AS label, token.itemCount AS itemCount,
              carries.slot AS slot, carries.distance AS distance
            ORDER BY item, token
            """;

    @TempDir
    static Path home;

    private static Path prepared;
    private static List<Row> undisturbed;

    private final Path folder = home.resolve("killed");

    private static Clock clock(String at) {
        return Clock.fixed(Instant.parse(at), ZoneOffset.UTC);
    }

    @BeforeAll
    static void make_two_codebooks_undisturbed() {
        prepared = home.resolve("prepared");
        try (var graph = EmbeddedGraph.open(TokenizeProcess.config(prepared))) {
            graph.execute(tx -> tx.run(cypher(WRITE_ITEMS), Map.of("rows", items())));
            TokenizeProcess.tokenize(graph, FIRST);
        }
        Path never = Folders.copy(prepared, home.resolve("never killed"));
        try (var graph = EmbeddedGraph.open(TokenizeProcess.config(never))) {
            undisturbed = carriers(graph, TokenizeProcess.tokenize(graph, LAST));
        }
    }

    private static List<Map<String, Object>> items() {
        var random = new Random(1);
        return IntStream.range(0, ITEMS)
                .mapToObj(i -> Map.<String, Object>of("id", "item " + i, "text", vector(random)))
                .toList();
    }

    private static float[] vector(Random random) {
        float[] vector = new float[64];
        for (int k = 0; k < vector.length; k++) {
            vector[k] = (float) random.nextGaussian();
        }
        return vector;
    }

    private static List<Row> rows(Graph graph, String statement) {
        return graph.read(tx -> tx.run(cypher(statement), Map.of()));
    }

    private static List<Row> carriers(Graph graph, TokenizeReport made) {
        return graph.read(tx ->
                tx.run(cypher(CARRIERS), Map.of("codebook", made.codebook().value())));
    }

    @AfterEach
    void delete() throws IOException {
        SharedGraph.delete(folder);
    }

    @RepeatedTest(5)
    void the_next_codebook_removes_what_a_killed_one_left_behind() {
        Folders.copy(prepared, folder);
        String met;
        try (var child = Child.start(TokenizeProcess.class, folder)) {
            child.await(TokenizeProcess.WRITE + (1 + RANDOM.nextInt(TokenizeProcess.WRITES)));
            met = child.killAfter(Duration.ofMillis(RANDOM.nextLong(300)));
        }
        try (var graph = EmbeddedGraph.open(TokenizeProcess.config(folder))) {
            List<Row> left = rows(graph, STATE);
            System.out.println("killed in " + met + "; left behind: "
                    + left.stream().map(Row::columns).toList());
            assertThat(left).filteredOn(c -> c.bool("complete")).allSatisfy(c -> {
                assertThat(c.count("tokens")).isEqualTo(TOKENS);
                assertThat(c.count("carried")).isEqualTo(CARRIED);
            });

            TokenizeReport made = TokenizeProcess.tokenize(graph, LAST);

            CodebookId newest = graph.read(TokenReader::newest);
            assertThat(newest).isEqualTo(made.codebook());
            assertThat(rows(graph, STATE)).allSatisfy(c -> {
                assertThat(c.bool("complete")).isTrue();
                assertThat(c.count("tokens")).isEqualTo(TOKENS);
                assertThat(c.count("carried")).isEqualTo(CARRIED);
            });
            assertThat(rows(graph, STRAYS)).isEmpty();
            assertThat(carriers(graph, made).equals(undisturbed))
                    .as("the items carry the tokens that they would carry without the kill")
                    .isTrue();
        }
    }
}
