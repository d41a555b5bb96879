package dev.tessera.graphmodel.subgraph;

import static dev.tessera.graphmodel.fixture.SharedGraph.cypher;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tessera.graphmodel.domain.Csr;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.ProjectionSpec;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Twenty users by fifty items without labels, and three users whose interactions came with theirs. */
@ExtendWith(SharedGraph.class)
class SubgraphSamplerTest {
    private static final String GRAPH = """
            UNWIND range(0, 49) AS i
            CREATE (item:Item {itemId: 'i' + i})
            WITH item, i WHERE i < 10
            MERGE (category:Category {name: 'early'})
            CREATE (item)-[:IN_CATEGORY]->(category);
            UNWIND range(0, 19) AS u
            CREATE (user:User {userId: 'u' + u})
            WITH user, u MATCH (item:Item)
            CREATE (user)-[:INTERACTED {eventId: user.userId + item.itemId, kind: 'view',
              at: datetime('2026-01-01T00:00:00Z') + duration({days: u})}]->(item);
            UNWIND [['l1', 'i0', 'train'], ['l1', 'i1', 'validation'], ['l1', 'i2', 'test'], ['l2', 'i0', 'test'],
              ['l2', 'i3', 'train'], ['l3', 'i0', 'train'], ['l3', 'i4', 'validation']] AS edge
            MERGE (user:User {userId: edge[0]})
            WITH user, edge MATCH (item:Item {itemId: edge[1]})
            CREATE (user)-[:INTERACTED {eventId: edge[0] + edge[1], kind: 'buy',
              at: datetime('2025-01-01T00:00:00Z'), split: edge[2]}]->(item)
            """;

    private static Subgraph whole;

    @BeforeAll
    static void fill(Graph graph) {
        for (String statement : GRAPH.split(";")) {
            graph.execute(tx -> tx.run(cypher(statement), Map.of()));
        }
        whole = new SubgraphSampler(graph).sample(SubgraphSpec.whole());
    }

    private static Set<String> edges(Subgraph subgraph, Csr part) {
        Set<String> edges = new TreeSet<>();
        for (int user = 0; user < part.rowCount(); user++) {
            for (int item : part.row(user)) {
                edges.add(subgraph.users().idOf(user) + ">" + subgraph.items().idOf(item));
            }
        }
        return edges;
    }

    private static Set<String> stored(Graph graph, String condition) {
        String text = "MATCH (user:User)-[event:INTERACTED]->(item:Item) WHERE " + condition
                + " RETURN DISTINCT user.userId + '>' + item.itemId AS edge";
        Set<String> edges = new TreeSet<>();
        graph.read(tx -> tx.run(cypher(text), Map.of())).forEach(r -> edges.add(r.string("edge")));
        return edges;
    }

    private static Set<String> all(Subgraph subgraph) {
        Set<String> all = edges(subgraph, subgraph.train());
        all.addAll(edges(subgraph, subgraph.validation()));
        all.addAll(edges(subgraph, subgraph.test()));
        return all;
    }

    private static Set<String> unlabelled(Set<String> edges) {
        edges.removeIf(e -> e.startsWith("l"));
        return edges;
    }

    @Test
    void the_whole_is_what_the_store_holds_and_every_label_is_kept(Graph graph) {
        assertThat(all(whole)).isEqualTo(stored(graph, "true")).hasSize(1007);
        assertThat(whole.train().size()
                        + whole.validation().size()
                        + whole.test().size())
                .isEqualTo(1007);
        assertThat(edges(whole, whole.train())).containsAll(stored(graph, "event.split = 'train'"));
        assertThat(edges(whole, whole.validation())).containsAll(stored(graph, "event.split = 'validation'"));
        assertThat(edges(whole, whole.test())).containsAll(stored(graph, "event.split = 'test'"));
        assertThat(whole.codes()).isNull();
        assertThat(whole.itemDegrees()[whole.items().rowOf(whole.items().idOf(0))])
                .isEqualTo(whole.train().transpose().degree(0));
    }

    @Test
    void interactions_without_a_label_are_split_eight_to_one_to_one() {
        assertThat(unlabelled(edges(whole, whole.train()))).hasSizeBetween(750, 850);
        assertThat(unlabelled(edges(whole, whole.validation()))).hasSizeBetween(70, 130);
        assertThat(unlabelled(edges(whole, whole.test()))).hasSizeBetween(70, 130);
    }

    @Test
    void a_split_stays_the_same_from_run_to_run_and_from_release_to_release(Graph graph) {
        Subgraph again = new SubgraphSampler(graph).sample(SubgraphSpec.whole());
        assertThat(again.train()).isEqualTo(whole.train());
        assertThat(again.validation()).isEqualTo(whole.validation());
        assertThat(again.test()).isEqualTo(whole.test());
        assertThat(edges(whole, whole.train())).contains("u0>i1");
        assertThat(edges(whole, whole.validation())).contains("u0>i19");
        assertThat(edges(whole, whole.test())).contains("u0>i0");
    }

    @Test
    void a_part_of_the_graph_splits_as_the_whole_does(Graph graph) {
        var early = new ProjectionSpec(Set.of(), Set.of("early"), null, null);
        Subgraph part = new SubgraphSampler(graph).sample(new SubgraphSpec.Filtered(early));
        assertThat(part.items().size()).isEqualTo(10);
        assertThat(edges(whole, whole.validation())).containsAll(edges(part, part.validation()));
        assertThat(edges(whole, whole.test())).containsAll(edges(part, part.test()));
        assertThat(all(part)).isEqualTo(stored(graph, "EXISTS { (item)-[:IN_CATEGORY]->({name: 'early'}) }"));
    }

    @Test
    void time_and_kind_select_interactions_and_leave_the_items(Graph graph) {
        Instant fifth = Instant.parse("2026-01-05T00:00:00Z");
        Instant seventh = Instant.parse("2026-01-07T00:00:00Z");
        var days = new ProjectionSpec(Set.of(), Set.of(), fifth, seventh);
        Subgraph part = new SubgraphSampler(graph).sample(new SubgraphSpec.Filtered(days));
        assertThat(part.users().ids()).extracting(Object::toString).containsExactly("u4", "u5");
        assertThat(part.items().size()).isEqualTo(50);
        assertThat(all(part)).hasSize(100);
        var bought = new ProjectionSpec(Set.of("buy"), Set.of(), null, null);
        assertThat(all(new SubgraphSampler(graph).sample(new SubgraphSpec.Filtered(bought))))
                .hasSize(7);
    }
}
