package dev.tessera.graphmodel.store;

import static dev.tessera.graphmodel.fixture.SharedGraph.cypher;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tessera.graphmodel.fixture.SharedGraph;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SharedGraph.class)
class ReadOnlyTest {
    @BeforeAll
    static void fill(Graph graph) {
        graph.execute(tx -> tx.run(cypher("CREATE (:Item {itemId: 'a'})-[:BY]->(:Brand {name: 'b'})"), Map.of()));
    }

    private static List<Row> read(Graph graph, String text) {
        return graph.read(tx -> tx.run(cypher(text), Map.of()));
    }

    private static List<Object> census(Graph graph) {
        return List.of(
                read(graph, "MATCH (n) RETURN labels(n) AS labels, properties(n) AS properties ORDER BY elementId(n)"),
                read(graph, "MATCH ()-[r]->() RETURN type(r) AS type"),
                read(graph, "SHOW INDEXES YIELD name"),
                read(graph, "SHOW CONSTRAINTS YIELD name"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE (:Item {itemId: 'new'})",
                "MERGE (:Item {itemId: 'new'})",
                "MATCH (i:Item) SET i.touched = true",
                "MATCH (i:Item) SET i:Touched",
                "MATCH (i:Item) REMOVE i.itemId",
                "MATCH (n) DETACH DELETE n",
                "MATCH (i:Item), (b:Brand) CREATE (b)-[:NEVER_SEEN]->(i)",
                "CREATE INDEX mine FOR (n:Mine) ON (n.mine)",
                "CREATE CONSTRAINT mine FOR (n:Mine) REQUIRE n.mine IS UNIQUE",
                "DROP CONSTRAINT item_id",
                "CALL db.createLabel('Mine')",
                "MATCH (i:Item) CALL (i) { SET i.touched = true } IN TRANSACTIONS"
            })
    void a_read_refuses_to_write(String attempt, Graph graph) {
        var before = census(graph);
        assertThatThrownBy(() -> read(graph, attempt))
                .isInstanceOf(GraphException.class)
                .hasMessageStartingWith("test: ")
                .message()
                .containsAnyOf("is not allowed", "only be executed in an implicit transaction");
        assertThat(census(graph)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CALL gds.pageRank.write('mine', {writeProperty: 'rank'}) YIELD nodePropertiesWritten RETURN 1",
                "CALL gds.graph.nodeProperties.write('mine', ['rank']) YIELD graphName RETURN 1",
                "CALL gds.graph.relationship.write('mine', '__ALL__') YIELD graphName RETURN 1"
            })
    void a_read_refuses_to_write_by_graph_data_science(String attempt, Graph graph) {
        var before = census(graph);
        read(graph, "MATCH (i:Item)-[:BY]->(b:Brand) RETURN gds.graph.project('mine', i, b)");
        try {
            read(graph, "CALL gds.pageRank.mutate('mine', {mutateProperty: 'rank'}) YIELD mutateMillis RETURN 1");
            assertThatThrownBy(() -> read(graph, attempt))
                    .isInstanceOf(GraphException.class)
                    .hasMessageContaining("is not allowed");
        } finally {
            read(graph, "CALL gds.graph.drop('mine') YIELD graphName RETURN graphName");
        }
        assertThat(census(graph)).isEqualTo(before);
    }

    @Test
    void a_read_streams_from_graph_data_science_and_shows_the_schema(Graph graph) {
        read(graph, "MATCH (i:Item)-[:BY]->(b:Brand) RETURN gds.graph.project('mine', i, b)");
        assertThat(read(graph, "CALL gds.pageRank.stream('mine') YIELD score RETURN score"))
                .hasSize(2);
        read(graph, "CALL gds.graph.drop('mine') YIELD graphName RETURN graphName");
        assertThat(read(graph, "SHOW CONSTRAINTS YIELD name")).isNotEmpty();
    }
}
