package dev.tessera.graphmodel.store;

import static dev.tessera.graphmodel.fixture.SharedGraph.cypher;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.fixture.Child;
import dev.tessera.graphmodel.fixture.SharedGraph;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedGraph.class)
class ProjectionTest {
    /** Ada saw a twice and b; Bob bought c; nobody saw d. Only a and c have pictures. */
    private static final String GRAPH = """
            CREATE (ada:User {userId: 'ada'}), (bob:User {userId: 'bob'}), (eve:User {userId: 'eve'}),
              (a:Item {itemId: 'a', textFeature: $text1, imageFeature: $image}),
              (b:Item {itemId: 'b', textFeature: $text2}),
              (c:Item {itemId: 'c', imageFeature: $image}), (d:Item {itemId: 'd'}),
              (red:Category {name: 'red'}), (a)-[:IN_CATEGORY]->(red), (c)-[:IN_CATEGORY]->(red),
              (ada)-[:INTERACTED {eventId: '1', kind: 'view', at: datetime('2026-01-02T00:00:00Z'), split: 'test'}]->(a),
              (ada)-[:INTERACTED {eventId: '2', kind: 'view', at: datetime('2026-01-01T00:00:00Z'), split: 'train'}]->(a),
              (ada)-[:INTERACTED {eventId: '5', kind: 'view', at: datetime('2026-01-05T00:00:00Z')}]->(a),
              (ada)-[:INTERACTED {eventId: '3', kind: 'view', at: datetime('2026-01-03T00:00:00Z'), split: 'test'}]->(b),
              (bob)-[:INTERACTED {eventId: '4', kind: 'buy', at: datetime('2026-01-04T00:00:00Z')}]->(c)
            """;

    @BeforeAll
    static void fill(Graph graph) {
        graph.execute(tx -> tx.run(
                cypher(GRAPH),
                Map.of("text1", new float[] {1, 2}, "text2", new float[] {3, 4}, "image", new float[] {5, 6, 7})));
    }

    private static Set<String> edges(Projection p) {
        return p.edges().stream()
                .map(e -> p.users().idOf(e.user()) + ">" + p.items().idOf(e.item()) + ":" + e.split() + "@"
                        + Instant.ofEpochMilli(e.firstMillis()).toString().substring(8, 10))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void parallel_events_count_once_and_belong_to_the_training_part(Graph graph) {
        assertThat(edges(graph.project(ProjectionSpec.whole())))
                .containsExactly("ada>a:TRAIN@01", "ada>b:TEST@03", "bob>c:null@04");
    }

    /** As that of an export's copy: all databases of a process have one catalogue of projections. */
    @Test
    void a_database_that_shuts_down_beside_takes_no_projection_away(Graph graph, @TempDir Path folder)
            throws InterruptedException {
        Thread others = Thread.ofPlatform().start(() -> {
            for (int k = 0; k < 3; k++) {
                EmbeddedGraph.open(GraphConfig.of(folder)).close();
            }
        });
        int count = 0;
        while (others.isAlive()) {
            assertThat(edges(graph.project(ProjectionSpec.whole()))).hasSize(3);
            count++;
        }
        others.join();
        assertThat(count).isPositive();
    }

    @Test
    void items_without_interactions_are_there_and_users_without_are_not(Graph graph) {
        Projection p = graph.project(ProjectionSpec.whole());
        assertThat(p.items().ids()).extracting(ItemId::value).containsExactly("a", "b", "c", "d");
        assertThat(p.users().ids()).extracting(Object::toString).containsExactly("ada", "bob");
    }

    @Test
    void an_item_without_a_modality_is_absent_from_it_and_not_zero(Graph graph) {
        Projection p = graph.project(ProjectionSpec.whole());
        assertThat(p.features()).containsOnlyKeys(Modality.TEXT, Modality.IMAGE);
        var text = p.features().get(Modality.TEXT);
        assertThat(text.matrix().row(0)).containsExactly(1, 2);
        assertThat(text.matrix().row(1)).containsExactly(3, 4);
        assertThat(text.isPresent(2)).isFalse();
        assertThat(text.count()).isEqualTo(2);
        assertThat(p.features().get(Modality.IMAGE).matrix().row(2)).containsExactly(5, 6, 7);
    }

    @Test
    void a_specification_selects_by_category_kind_and_time(Graph graph) {
        Projection red = graph.project(new ProjectionSpec(Set.of(), Set.of("red"), null, null));
        assertThat(red.items().ids()).extracting(ItemId::value).containsExactly("a", "c");
        assertThat(edges(red)).hasSize(2);

        assertThat(edges(graph.project(new ProjectionSpec(Set.of("buy"), Set.of(), null, null))))
                .hasSize(1);

        Instant second = Instant.parse("2026-01-02T00:00:00Z");
        Instant fourth = Instant.parse("2026-01-04T00:00:00Z");
        assertThat(edges(graph.project(new ProjectionSpec(Set.of(), Set.of(), second, fourth))))
                .containsExactly("ada>a:TEST@02", "ada>b:TEST@03");
    }

    @Test
    void the_first_projection_of_a_process_starts_no_other_one(@TempDir Path folder) {
        try (Child child = Child.start(ProjectionProcess.class, folder)) {
            child.await("started []");
        }
    }

    @Test
    void an_empty_selection_is_an_empty_projection(Graph graph) {
        Projection none = graph.project(new ProjectionSpec(Set.of(), Set.of("no such"), null, null));
        assertThat(none.items().size()).isZero();
        assertThat(none.edges()).isEmpty();
    }
}
