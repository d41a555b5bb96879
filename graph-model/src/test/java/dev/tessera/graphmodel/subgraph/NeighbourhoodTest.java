package dev.tessera.graphmodel.subgraph;

import static dev.tessera.graphmodel.fixture.SharedGraph.cypher;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tessera.graphmodel.domain.Csr;
import dev.tessera.graphmodel.domain.Features;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.token.TokenCodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A chain: ada learns from a and b, bob from b and c, cid from c and d; eve's e hangs by nothing but ada's test
 * interaction. Ada validates on c, bob tests on a. Text vectors and tokens: a, c, e.
 */
@ExtendWith(SharedGraph.class)
class NeighbourhoodTest {
    private static final String GRAPH = """
            UNWIND ['a', 'b', 'c', 'd', 'e'] AS id CREATE (:Item {itemId: id});
            UNWIND [['ada', 'a', 'train'], ['ada', 'b', 'train'], ['ada', 'c', 'validation'], ['ada', 'e', 'test'],
              ['bob', 'b', 'train'], ['bob', 'c', 'train'], ['bob', 'a', 'test'],
              ['cid', 'c', 'train'], ['cid', 'd', 'train'], ['eve', 'e', 'train']] AS edge
            MERGE (user:User {userId: edge[0]})
            WITH user, edge MATCH (item:Item {itemId: edge[1]})
            CREATE (user)-[:INTERACTED {eventId: edge[0] + edge[1], kind: 'view',
              at: datetime('2026-01-01T00:00:00Z'), split: edge[2]}]->(item);
            CREATE (codebook:Codebook {codebookId: 'book', fittedAt: datetime(), complete: true})
            WITH codebook UNWIND [['a', 1, 1.0], ['c', 0, 3.0], ['e', 2, 5.0]] AS row
            CREATE (token:Token:TextToken {tokenId: 'book/text/0/' + row[1], modality: 'TEXT', slot: 0, code: row[1]})
            CREATE (token)-[:OF]->(codebook)
            WITH token, row MATCH (item:Item {itemId: row[0]})
            CREATE (item)-[:HAS_TOKEN {slot: 0, distance: 0.0}]->(token);
            MATCH (item:Item) WHERE item.itemId IN ['a', 'c', 'e']
            SET item.textFeature = $vectors[item.itemId]
            """;

    @BeforeAll
    static void fill(Graph graph) {
        Map<String, float[]> vectors =
                Map.of("a", new float[] {1, 2}, "c", new float[] {3, 4}, "e", new float[] {5, 6});
        for (String statement : GRAPH.split(";")) {
            graph.execute(tx -> tx.run(cypher(statement), Map.of("vectors", vectors)));
        }
    }

    private static Subgraph around(Graph graph, int hops, String... users) {
        Set<UserId> centres = Set.of(users).stream().map(UserId::new).collect(Collectors.toSet());
        return new SubgraphSampler(graph).sample(new SubgraphSpec.Neighbourhood(centres, hops));
    }

    private static List<String> edges(Subgraph subgraph, Csr part) {
        List<String> edges = new ArrayList<>();
        for (int user = 0; user < part.rowCount(); user++) {
            for (int item : part.row(user)) {
                edges.add(subgraph.users().idOf(user) + ">" + subgraph.items().idOf(item));
            }
        }
        return edges;
    }

    @Test
    void one_hop_is_the_user_and_what_he_learns_from(Graph graph) {
        Subgraph one = around(graph, 1, "ada");
        assertThat(one.users().ids()).extracting(Object::toString).containsExactly("ada");
        assertThat(one.items().ids()).extracting(Object::toString).containsExactly("a", "b");
        assertThat(edges(one, one.train())).containsExactly("ada>a", "ada>b");
        assertThat(edges(one, one.validation())).isEmpty();
        assertThat(edges(one, one.test())).isEmpty();
    }

    @Test
    void two_hops_are_also_the_others_who_share_an_item(Graph graph) {
        Subgraph two = around(graph, 2, "ada");
        assertThat(two.users().ids()).extracting(Object::toString).containsExactly("ada", "bob");
        assertThat(two.items().ids()).extracting(Object::toString).containsExactly("a", "b");
        assertThat(edges(two, two.train())).containsExactly("ada>a", "ada>b", "bob>b");
        assertThat(edges(two, two.validation())).isEmpty();
        assertThat(edges(two, two.test())).containsExactly("bob>a");
    }

    @Test
    void three_hops_are_also_the_items_of_these(Graph graph) {
        Subgraph three = around(graph, 3, "ada");
        assertThat(three.users().ids()).extracting(Object::toString).containsExactly("ada", "bob");
        assertThat(three.items().ids()).extracting(Object::toString).containsExactly("a", "b", "c");
        assertThat(edges(three, three.train())).containsExactly("ada>a", "ada>b", "bob>b", "bob>c");
        assertThat(edges(three, three.validation())).containsExactly("ada>c");
        assertThat(edges(three, three.test())).containsExactly("bob>a");
    }

    @Test
    void what_only_a_held_out_interaction_reaches_is_never_in(Graph graph) {
        Subgraph far = around(graph, 9, "ada");
        assertThat(far.users().ids()).extracting(Object::toString).containsExactly("ada", "bob", "cid");
        assertThat(far.items().ids()).extracting(Object::toString).containsExactly("a", "b", "c", "d");
    }

    @Test
    void several_users_bring_all_their_neighbourhoods(Graph graph) {
        Subgraph one = around(graph, 1, "eve", "cid");
        assertThat(one.items().ids()).extracting(Object::toString).containsExactly("c", "d", "e");
        assertThat(edges(one, one.train())).containsExactly("cid>c", "cid>d", "eve>e");
    }

    @Test
    void features_and_codes_are_those_of_the_items_that_are_left(Graph graph) {
        Subgraph part = around(graph, 1, "bob", "eve");
        assertThat(part.items().ids()).extracting(Object::toString).containsExactly("b", "c", "e");
        Features text = part.features().get(Modality.TEXT);
        assertThat(text.matrix().values()).containsExactly(0, 0, 3, 4, 5, 6);
        assertThat(text.isPresent(0)).isFalse();
        assertThat(text.count()).isEqualTo(2);
        TokenCodes codes = Objects.requireNonNull(part.codes());
        assertThat(codes.items()).isEqualTo(3);
        assertThat(codes.token(0, 0)).isEqualTo(TokenCodes.ABSENT);
        assertThat(codes.tokens().get(codes.token(1, 0))).hasToString("book/text/0/0");
        assertThat(codes.tokens().get(codes.token(2, 0))).hasToString("book/text/0/2");
    }

    @Test
    void a_user_without_interactions_is_refused_by_name(Graph graph) {
        assertThatThrownBy(() -> around(graph, 2, "zoe"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("user 'zoe' has no interaction in the graph");
    }
}
