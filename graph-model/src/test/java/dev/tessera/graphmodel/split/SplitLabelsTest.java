package dev.tessera.graphmodel.split;

import static dev.tessera.graphmodel.fixture.SharedGraph.cypher;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tessera.graphmodel.domain.Split;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.Projection;
import dev.tessera.graphmodel.store.ProjectionSpec;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One user saw item i on day i, for i from 0 to 9, item 0 again on day 20; all of it is labelled for training. */
@ExtendWith(SharedGraph.class)
class SplitLabelsTest {
    private static final String GRAPH = """
            CREATE (ada:User {userId: 'ada'})
            WITH ada UNWIND range(0, 9) AS i
            CREATE (ada)-[:INTERACTED {eventId: toString(i), kind: CASE WHEN i < 6 THEN 'view' ELSE 'buy' END,
              at: datetime('2026-01-01T00:00:00Z') + duration({days: i}), split: 'train'}]->(:Item {itemId: 'i' + i})
            WITH ada, i WHERE i = 0
            MATCH (item:Item {itemId: 'i0'})
            CREATE (ada)-[:INTERACTED {eventId: 'again', kind: 'view', at: datetime('2026-01-21T00:00:00Z'), split: 'test'}]->(item)
            """;

    @BeforeEach
    void fill(Graph graph) {
        SharedGraph.empty(graph);
        graph.execute(tx -> tx.run(cypher(GRAPH), Map.of()));
    }

    private static Set<String> items(Graph graph, Split part) {
        Projection all = graph.project(ProjectionSpec.whole());
        return all.edges().stream()
                .filter(e -> e.split() == part)
                .map(e -> all.items().idOf(e.item()).value())
                .collect(Collectors.toSet());
    }

    @Test
    void the_parts_stand_on_the_interactions_as_if_imported_and_parallel_events_stay_together(Graph graph) {
        new SplitLabels(graph, new Splitter(1)).write(SplitProtocol.TIME, ProjectionSpec.whole());
        assertThat(items(graph, Split.VALIDATION)).containsExactly("i8");
        assertThat(items(graph, Split.TEST)).containsExactly("i9");
        assertThat(items(graph, Split.TRAIN)).hasSize(8).contains("i0");
    }

    @Test
    void what_a_filter_leaves_out_keeps_its_part(Graph graph) {
        var views = new ProjectionSpec(Set.of("view"), Set.of(), null, null);
        new SplitLabels(graph, new Splitter(1)).write(SplitProtocol.TIME, views);
        assertThat(items(graph, Split.VALIDATION)).containsExactly("i4");
        assertThat(items(graph, Split.TEST)).containsExactly("i5");
        assertThat(items(graph, Split.TRAIN)).contains("i6", "i7", "i8", "i9");
    }
}
