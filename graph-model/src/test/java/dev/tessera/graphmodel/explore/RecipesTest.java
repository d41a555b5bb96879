package dev.tessera.graphmodel.explore;

import static dev.tessera.graphmodel.fixture.SharedGraph.cypher;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tessera.cypher.CypherCatalog;
import dev.tessera.cypher.Statement;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.Row;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(SharedGraph.class)
class RecipesTest {
    /**
     * Three dresses and two trousers, each of two text tokens and one picture token. Nobody has the cape; the secret is
     * hidden. Every item also has the token 'ghost' of an old codebook, which the active model does not use.
     */
    private static final String GRAPH = """
            CREATE (new:Codebook {codebookId: 'new'}), (old:Codebook {codebookId: 'old'}),
              (:Model {version: '2', active: true})-[:USES]->(new),
              (:Model {version: '1', active: false})-[:USES]->(old),
              (ghost:Token {tokenId: 'old/t0/0', modality: 'TEXT', slot: 0, label: 'ghost', embedding: [9.0, 9.0]}),
              (lace:Token {tokenId: 'new/t0/0', modality: 'TEXT', slot: 0, label: 'lace', embedding: [3.0, 4.0]}),
              (denim:Token {tokenId: 'new/t0/1', modality: 'TEXT', slot: 0, label: 'denim', embedding: [0.0, 1.0]}),
              (summer:Token {tokenId: 'new/t1/0', modality: 'TEXT', slot: 1, label: 'summer', embedding: [1.0, 0.0]}),
              (winter:Token {tokenId: 'new/t1/1', modality: 'TEXT', slot: 1, label: 'winter', embedding: [0.0, 2.0]}),
              (red:Token {tokenId: 'new/i0/0', modality: 'IMAGE', slot: 0, label: 'red', embedding: [6.0, 8.0]}),
              (blue:Token {tokenId: 'new/i0/1', modality: 'IMAGE', slot: 0, label: 'blue', embedding: [2.0, 0.0]}),
              (ghost)-[:OF]->(old), (lace)-[:OF]->(new), (denim)-[:OF]->(new), (summer)-[:OF]->(new),
              (winter)-[:OF]->(new), (red)-[:OF]->(new), (blue)-[:OF]->(new),
              (gown:Item {itemId: 'gown', title: 'Gown', embedding: [1.0, 1.0], context: [2.0, 0.0], trainDegree: 1}),
              (skirt:Item {itemId: 'skirt', title: 'Skirt', embedding: [1.0, 2.0], context: [1.0, 3.0], trainDegree: 4}),
              (jeans:Item {itemId: 'jeans', title: 'Jeans', embedding: [0.0, 1.0], context: [-1.0, 1.0], trainDegree: 0}),
              (shorts:Item {itemId: 'shorts', title: 'Shorts', embedding: [2.0, 1.0], context: [1.0, 1.0], trainDegree: 2}),
              (cape:Item {itemId: 'cape', title: 'Cape', embedding: [1.0, 0.0]}),
              (secret:Item {itemId: 'secret', title: 'Secret', hidden: true, embedding: [5.0, 5.0], context: [1.0, 1.0],
                trainDegree: 1}),
              (gown)-[:HAS_TOKEN {distance: 0.1}]->(lace), (gown)-[:HAS_TOKEN {distance: 0.2}]->(summer),
              (gown)-[:HAS_TOKEN {distance: 0.3}]->(red), (skirt)-[:HAS_TOKEN {distance: 0.4}]->(lace),
              (skirt)-[:HAS_TOKEN {distance: 0.1}]->(summer), (skirt)-[:HAS_TOKEN {distance: 0.1}]->(blue),
              (jeans)-[:HAS_TOKEN {distance: 0.1}]->(denim), (jeans)-[:HAS_TOKEN {distance: 0.2}]->(winter),
              (jeans)-[:HAS_TOKEN {distance: 0.2}]->(blue), (shorts)-[:HAS_TOKEN {distance: 0.2}]->(denim),
              (shorts)-[:HAS_TOKEN {distance: 0.3}]->(summer), (shorts)-[:HAS_TOKEN {distance: 0.3}]->(blue),
              (cape)-[:HAS_TOKEN {distance: 0.2}]->(lace), (cape)-[:HAS_TOKEN {distance: 0.1}]->(summer),
              (cape)-[:HAS_TOKEN {distance: 0.2}]->(red), (secret)-[:HAS_TOKEN {distance: 0.0}]->(lace),
              (secret)-[:HAS_TOKEN {distance: 0.0}]->(summer), (secret)-[:HAS_TOKEN {distance: 0.0}]->(red),
              (dresses:Category {name: 'dresses'}), (trousers:Category {name: 'trousers'}),
              (gown)-[:IN_CATEGORY]->(dresses), (skirt)-[:IN_CATEGORY]->(dresses), (cape)-[:IN_CATEGORY]->(dresses),
              (jeans)-[:IN_CATEGORY]->(trousers), (shorts)-[:IN_CATEGORY]->(trousers),
              (secret)-[:IN_CATEGORY]->(dresses), (secret)-[:IN_CATEGORY]->(trousers),
              (ada:User {userId: 'ada', base: [1.0, 0.5]}), (bob:User {userId: 'bob', base: [0.0, 1.0]}),
              (eve:User {userId: 'eve'}), (:User {userId: 'newcomer'}),
              (ada)-[:INTERACTED {eventId: '1'}]->(gown), (ada)-[:INTERACTED {eventId: '2'}]->(gown),
              (ada)-[:INTERACTED {eventId: '3'}]->(skirt), (ada)-[:INTERACTED {eventId: '4'}]->(jeans),
              (ada)-[:INTERACTED {eventId: '5'}]->(secret), (bob)-[:INTERACTED {eventId: '6'}]->(shorts),
              (eve)-[:INTERACTED {eventId: '7'}]->(skirt), (eve)-[:INTERACTED {eventId: '8'}]->(shorts)
            WITH ghost
            MATCH (item:Item)
            CREATE (item)-[:HAS_TOKEN {distance: 0.0}]->(ghost)
            """;

    private record Expected(String recipe, Map<String, String> parameters, String table) {
        @Override
        public String toString() {
            return recipe;
        }
    }

    @BeforeAll
    static void fill(Graph graph) {
        graph.execute(tx -> tx.run(cypher(GRAPH), Map.of()));
    }

    static Stream<Expected> tables() {
        return Stream.of(
                new Expected("items-sharing-tokens", Map.of("item", "gown"), """
                        item | title | shared | labels
                        cape | Cape | 3 | [red, lace, summer]
                        skirt | Skirt | 2 | [lace, summer]
                        shorts | Shorts | 1 | [summer]
                        """),
                new Expected("tokens-of-item", Map.of("item", "gown"), """
                        modality | slot | token | label | distance | items
                        IMAGE | 0 | new/i0/0 | red | 0.3 | 2
                        TEXT | 0 | new/t0/0 | lace | 0.1 | 3
                        TEXT | 1 | new/t1/0 | summer | 0.2 | 4
                        """),
                new Expected("token-overlap", Map.of("item", "gown", "other", "shorts"), """
                        codebook | modality | slot | item | other | same
                        new | IMAGE | 0 | red | blue | false
                        new | TEXT | 0 | lace | denim | false
                        new | TEXT | 1 | summer | summer | true
                        """),
                new Expected("token-meaning", Map.of("token", "t0/0"), """
                        token | label | item | title | distance | categories
                        new/t0/0 | lace | gown | Gown | 0.1 | [dresses]
                        new/t0/0 | lace | cape | Cape | 0.2 | [dresses]
                        new/t0/0 | lace | skirt | Skirt | 0.4 | [dresses]
                        """),
                // Ada's gown, skirt and jeans among five visible items: lace 2/3 against 3/5.
                new Expected("tokens-of-user", Map.of("user", "ada"), """
                        token | label | items | share | lift
                        new/i0/1 | blue | 2 | 0.667 | 1.111
                        new/t0/0 | lace | 2 | 0.667 | 1.111
                        new/t1/0 | summer | 2 | 0.667 | 0.833
                        new/t1/1 | winter | 1 | 0.333 | 1.667
                        new/i0/0 | red | 1 | 0.333 | 0.833
                        new/t0/1 | denim | 1 | 0.333 | 0.833
                        """),
                new Expected("tokens-bridging-categories", Map.of("category", "any", "other", "any"), """
                        token | label | category | items | otherCategory | otherItems
                        new/t1/0 | summer | dresses | 3 | trousers | 1
                        new/i0/1 | blue | dresses | 1 | trousers | 2
                        """),
                new Expected("cold-items", Map.of(), """
                        item | title | nearest | nearestTitle | shared | labels
                        cape | Cape | gown | Gown | 3 | [red, lace, summer]
                        cape | Cape | skirt | Skirt | 2 | [lace, summer]
                        cape | Cape | shorts | Shorts | 1 | [summer]
                        """),
                // Joined by 2 or more: gown-cape 3, gown-skirt 2, cape-skirt 2, skirt-shorts 2, jeans-shorts 2.
                // Modularity
                // is 0.215 for this division and at most 0.14 for any other in two.
                new Expected("item-communities", Map.of(), """
                        size | items | labels
                        3 | [cape, gown, skirt] | [lace, summer, red]
                        2 | [jeans, shorts] | [blue, denim, summer]
                        """),
                // Lengths 5, 10, 2, 1, 1, 2; visible interactions: gown 1, skirt 2, jeans 1, shorts 2.
                new Expected("influential-tokens", Map.of(), """
                        token | label | length | interactions | influence
                        new/t0/0 | lace | 5.0 | 3 | 15.0
                        new/i0/0 | red | 10.0 | 1 | 10.0
                        new/i0/1 | blue | 2.0 | 5 | 10.0
                        new/t1/0 | summer | 1.0 | 5 | 5.0
                        new/t0/1 | denim | 1.0 | 3 | 3.0
                        new/t1/1 | winter | 2.0 | 1 | 2.0
                        """),
                // Four distinct items: gown 4/sqrt(4*1), hidden 3/sqrt(4*1), skirt 5/sqrt(4*4), jeans -1/sqrt(4*1).
                new Expected("why-item-for-user", Map.of("user", "ada", "item", "shorts"), """
                        part | item | title | contribution | shared
                        base | null | null | 2.5 | []
                        item | gown | Gown | 2.0 | [summer]
                        hidden items | null | null | 1.5 | []
                        item | skirt | Skirt | 1.25 | [blue, summer]
                        item | jeans | Jeans | -0.5 | [blue, denim]
                        """),
                new Expected("items-alike-but-described-otherwise", Map.of("item", "jeans"), """
                        item | title | pictureTokens | textTokens
                        skirt | Skirt | 1 | 0
                        """),
                // Ada has all six tokens; Eve four of them, Bob three.
                new Expected("users-like-user", Map.of("user", "ada"), """
                        user | shared | likeness
                        eve | 4 | 0.6667
                        bob | 3 | 0.5
                        """));
    }

    private static String table(Graph graph, String recipe, Map<String, String> parameters) {
        var rows = graph.read(tx -> tx.run(graph.catalog().recipe(recipe), parameters));
        if (rows.isEmpty()) {
            return "";
        }
        String header = String.join(" | ", rows.getFirst().columns().keySet());
        return header + "\n" + rows.stream().map(RecipesTest::line).collect(Collectors.joining());
    }

    private static String line(Row row) {
        return row.columns().values().stream().map(String::valueOf).collect(Collectors.joining(" | ")) + "\n";
    }

    @ParameterizedTest
    @MethodSource("tables")
    void a_recipe_answers_its_whole_table(Expected expected, Graph graph) {
        assertThat(table(graph, expected.recipe(), expected.parameters())).isEqualTo(expected.table());
    }

    @Test
    void a_recipe_can_be_run_again(Graph graph) {
        String once = table(graph, "item-communities", Map.of());
        assertThat(table(graph, "item-communities", Map.of())).isEqualTo(once);
    }

    @Test
    void hidden_items_do_not_answer_for_themselves(Graph graph) {
        assertThat(table(graph, "items-sharing-tokens", Map.of("item", "secret")))
                .isEmpty();
        assertThat(table(graph, "tokens-of-item", Map.of("item", "secret"))).isEmpty();
        assertThat(table(graph, "why-item-for-user", Map.of("user", "ada", "item", "secret")))
                .isEmpty();
    }

    @Test
    void a_newcomer_has_a_base_of_zero_and_no_history(Graph graph) {
        assertThat(table(graph, "why-item-for-user", Map.of("user", "newcomer", "item", "shorts")))
                .isEqualTo("""
                part | item | title | contribution | shared
                base | null | null | 0.0 | []
                """);
    }

    /** Base 0.25 (1 + 20) + 0.75 (3 + 40); the cup (0.25 * 2 + 0.75 * 10) / sqrt(1 * 4). */
    @Test
    void parts_of_modalities_count_by_the_users_attention(Graph graph) {
        graph.execute(tx -> tx.run(
                cypher("CREATE (:User {userId: 'two', base: [1.0, 2.0, 3.0, 4.0], attention: [0.25, 0.75]})"
                        + "-[:INTERACTED]->(:Item {itemId: 'cup', context: [2.0, 0.0, 0.0, 1.0], trainDegree: 4}),"
                        + " (:Item {itemId: 'aim', embedding: [1.0, 10.0]})"),
                Map.of()));
        try {
            assertThat(table(graph, "why-item-for-user", Map.of("user", "two", "item", "aim")))
                    .isEqualTo("""
                    part | item | title | contribution | shared
                    base | null | null | 37.5 | []
                    item | cup | null | 4.0 | []
                    """);
        } finally {
            graph.execute(tx -> tx.run(
                    cypher("MATCH (n) WHERE n.userId = 'two' OR n.itemId IN ['cup', 'aim'] DETACH DELETE n"),
                    Map.of()));
        }
    }

    @Test
    void two_categories_can_be_named(Graph graph) {
        assertThat(table(graph, "tokens-bridging-categories", Map.of("category", "trousers", "other", "any")))
                .isEqualTo("""
                        token | label | category | items | otherCategory | otherItems
                        new/t1/0 | summer | trousers | 1 | dresses | 3
                        new/i0/1 | blue | trousers | 2 | dresses | 1
                        """);
        assertThat(table(graph, "tokens-bridging-categories", Map.of("category", "dresses", "other", "hats")))
                .isEmpty();
    }

    @Test
    void without_an_active_model_every_codebook_counts(Graph graph) {
        graph.execute(tx -> tx.run(cypher("MATCH (m:Model {version: '2'}) SET m.active = false"), Map.of()));
        try {
            assertThat(table(graph, "tokens-of-item", Map.of("item", "jeans"))).contains("ghost", "denim");
        } finally {
            graph.execute(tx -> tx.run(cypher("MATCH (m:Model {version: '2'}) SET m.active = true"), Map.of()));
        }
    }

    @Test
    void every_recipe_is_described_and_has_its_table_here(Graph graph) {
        assertThat(tables().map(Expected::recipe))
                .containsExactlyInAnyOrderElementsOf(
                        graph.catalog().recipes().stream().map(Statement::name).toList());
        assertThat(graph.catalog().recipes())
                .allSatisfy(r -> assertThat(r.description()).isNotBlank().endsWith("."));
    }

    static Stream<Statement> recipes() {
        return CypherCatalog.load().recipes().stream();
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void a_recipe_declares_exactly_the_parameters_it_uses(Statement recipe) {
        String code = recipe.text().lines().filter(l -> !l.startsWith("//")).collect(Collectors.joining("\n"));
        Set<String> used = Pattern.compile("\\$(\\w+)")
                .matcher(code)
                .results()
                .map(m -> m.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(recipe.parameters().keySet()).containsExactlyInAnyOrderElementsOf(used);
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void a_recipe_that_reads_learned_properties_needs_the_mirror(Statement recipe) {
        boolean reads = Pattern.compile("\\.(embedding|context|trainDegree|base)\\b")
                .matcher(recipe.text())
                .find();
        assertThat(recipe.needsMirror()).isEqualTo(reads);
    }
}
