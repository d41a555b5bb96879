package dev.tessera.server.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tessera.graphmodel.change.Event;
import dev.tessera.graphmodel.change.Event.Fate;
import dev.tessera.graphmodel.change.InteractionChanges;
import dev.tessera.graphmodel.change.ItemChange;
import dev.tessera.graphmodel.change.ItemChanges;
import dev.tessera.graphmodel.domain.Interaction;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.GraphDecorator;
import dev.tessera.graphmodel.store.GraphException;
import dev.tessera.graphmodel.store.GraphTransaction;
import dev.tessera.server.live.ChangeQueue.Done;
import dev.tessera.server.serving.CursorKey;
import dev.tessera.server.serving.ServedSnapshot;
import dev.tessera.server.snapshot.History.Bond;
import dev.tessera.server.snapshot.NextMoment;
import dev.tessera.server.snapshot.Snapshot;
import dev.tessera.server.snapshot.SnapshotLoader;
import dev.tessera.server.trace.Tracing;
import dev.tessera.training.publish.Artifacts;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Faults in the middle of a change. */
@ExtendWith(SharedGraph.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChangeQueueTest {
    private static final UserId ANN = new UserId("ann");
    private static final ItemId TEA = new ItemId("tea");

    private ServedSnapshot served;
    private ChangeQueue queue;
    private boolean isUnreadable;

    /** What the snapshot is loaded from; the queue writes to the graph behind it. */
    private final class Unreadable extends GraphDecorator {
        Unreadable(Graph graph) {
            super(graph);
        }

        @Override
        public <T> T read(Function<GraphTransaction, T> work) {
            if (isUnreadable) {
                throw new GraphException("the graph cannot be read", new IllegalStateException());
            }
            return super.read(work);
        }
    }

    @BeforeEach
    void open(Graph graph, @TempDir Path folder) {
        SharedGraph.empty(graph);
        var tea = new ItemChange(TEA, Map.of("title", "Tea"), null, null, Map.of());
        graph.write(tx -> ItemChanges.upsert(tx, List.of(tea), null));
        served = new ServedSnapshot(
                new SnapshotLoader(new Unreadable(graph), new Artifacts(folder), Set.of()), CursorKey.random());
        served.answers();
        queue = new ChangeQueue(graph, served, () -> null, Tracing.off());
    }

    @AfterEach
    void close() {
        queue.close();
    }

    private Fate choose(ItemId item, Consumer<NextMoment> step) {
        var interaction = new Interaction("e-" + item, ANN, item, "view", 1, Instant.EPOCH, null);
        return queue.make(tx -> new Done<>(
                InteractionChanges.record(tx, List.of(new Event(interaction, null)))
                        .getFirst(),
                step));
    }

    private int[] liked() {
        Snapshot snapshot = served.answers().snapshot();
        return snapshot.histories().of(ANN).items(Bond.LIKED, snapshot.sequence());
    }

    @Test
    void an_error_ends_its_own_change_and_the_next_one_is_made() {
        assertThatThrownBy(() -> queue.<Integer>make(tx -> {
                    throw new StackOverflowError("too deep");
                }))
                .hasRootCauseInstanceOf(StackOverflowError.class);
        assertThat(choose(TEA, next -> next.strengthen(ANN, TEA, Bond.LIKED))).isEqualTo(Fate.RECORDED);
        assertThat(liked()).hasSize(1);
    }

    @Test
    void what_is_in_the_graph_is_served_also_where_the_snapshot_could_not_follow() {
        Fate fate = choose(TEA, next -> {
            throw new IllegalStateException("a fault in the step");
        });
        assertThat(fate).as("it was made once, and is no duplicate").isEqualTo(Fate.RECORDED);
        assertThat(liked()).hasSize(1);
    }

    @Test
    void while_neither_the_step_nor_a_new_snapshot_can_be_taken_it_says_so_and_the_next_change_mends_it() {
        isUnreadable = true;
        assertThatThrownBy(() -> choose(TEA, next -> {
                    throw new IllegalStateException("a fault in the step");
                }))
                .isInstanceOf(GraphException.class);
        assertThat(served.isBehind()).isTrue();
        assertThat(liked()).isEmpty();
        isUnreadable = false;
        Fate again = choose(TEA, next -> {});
        assertThat(again).as("it had been made").isEqualTo(Fate.DUPLICATE);
        assertThat(served.isBehind()).isFalse();
        assertThat(liked()).hasSize(1);
    }
}
