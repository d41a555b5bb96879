package dev.tessera.server.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.server.live.LiveShop;
import dev.tessera.training.recommender.IdentityKind;
import dev.tessera.training.recommender.ModelKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Runs are asked for and not begun: what is asked for, and when, is the question here. */
@ExtendWith(SharedGraph.class)
class ScheduledTrainingTest {
    private static final Instant EVENING = Instant.parse("2026-01-31T22:00:00Z");

    @TempDir
    private static Path folder;

    private static LiveShop shop;
    private Instant now = EVENING;

    @BeforeAll
    static void open(Graph graph) throws IOException {
        shop = new LiveShop(graph, folder, Set.of());
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @BeforeEach
    void restart() {
        shop.restart(FreeMemory::bytes);
        shop.graph().execute(tx -> tx.run(SharedGraph.cypher("MATCH (r:TrainingRun) DETACH DELETE r"), Map.of()));
    }

    private ScheduledTraining schedule(TrainingPolicy policy) {
        InstantSource source = () -> now;
        return new ScheduledTraining(shop.graph(), shop.administration(), policy, source.withZone(ZoneOffset.UTC));
    }

    private static TrainingPolicy policy(Schedule schedule, int after, String model, String... settings) {
        return new TrainingPolicy(10, 0.01, 0, schedule, after, model, List.of(settings));
    }

    private TrainingOrder order(String id) {
        return shop.administration().runs().find(id).order();
    }

    private void endAll() {
        shop.administration().runs().page("", 100).forEach(id -> shop.administration()
                .jobs()
                .cancel(id));
    }

    @Test
    void itTrainsOnceWhenItsTimeHasCome() {
        try (var schedule = schedule(policy(Schedule.parse("0 3 * * *"), 0, "bpr", "epochs=7"))) {
            assertThat(schedule.look()).isNull();
            now = Instant.parse("2026-02-01T02:59:59Z");
            assertThat(schedule.look()).isNull();
            now = Instant.parse("2026-02-01T03:00:05Z");
            String id = schedule.look();
            assertThat(order(id).kind()).isEqualTo(ModelKind.BPR);
            assertThat(order(id).settings()).containsEntry("epochs", "7");
            assertThat(order(id).activate()).isTrue();
            endAll();
            now = now.plusSeconds(10);
            assertThat(schedule.look()).as("until tomorrow").isNull();
        }
    }

    @Test
    void aClockThatJumpsBackOrFarAheadBringsOneRunAtMost() {
        try (var schedule = schedule(policy(Schedule.parse("0 3 * * *"), 0, "bpr"))) {
            now = EVENING.minus(Duration.ofDays(3));
            assertThat(schedule.look()).isNull();
            now = EVENING.plus(Duration.ofDays(400));
            assertThat(schedule.look()).isNotNull();
            endAll();
            assertThat(schedule.look()).isNull();
        }
    }

    @Test
    void enoughNewInteractionsBringARunAsTheActiveModelIsAndWhatWaitsBringsNoSecond() {
        try (var schedule = schedule(policy(null, 1_000, null, "epochs=2"))) {
            String id = schedule.look();
            assertThat(order(id).kind()).isEqualTo(ModelKind.LIGHTGCN);
            assertThat(order(id).identity()).isEqualTo(IdentityKind.BOTH);
            assertThat(order(id).settings()).containsEntry("dimension", "32").containsEntry("epochs", "2");
            assertThat(schedule.look()).as("one waits already").isNull();
            shop.administration().runs().start(id);
            endAll();
            assertThat(schedule.look()).as("all are known to the last run").isNull();
        }
        try (var schedule = schedule(policy(null, 1, "popularity"))) {
            assertThat(schedule.look()).isNull();
            shop.data("mutation { recordInteractions(input: [{userId: \"late\", itemId: \"28\"}]) { accepted } }");
            assertThat(schedule.look()).isNotNull();
            endAll();
        }
    }

    @Test
    void interactionsCountAsTheyComeWhateverIsDeletedMeanwhile() {
        try (var schedule = schedule(policy(null, 1, "popularity"))) {
            startOne(schedule, "first");
            shop.data(
                    "mutation { deleteUser(id: \"30\") { deleted } deleteItem(id: \"30\") { deleted }"
                            + " recordInteractions(input: [{userId: \"x\", itemId: \"28\", idempotencyKey: \"x\"}]) { accepted } }");
            assertThat(schedule.look()).isNotNull();
            endAll();
            shop.data("mutation { deleteUser(id: \"31\") { deleted } }");
            assertThat(schedule.look()).as("the same").isNotNull();
            endAll();
        }
    }

    @Test
    void whichRunWasTheLastDoesNotHangOnTheClock() {
        try (var schedule = schedule(policy(null, 1, "popularity"))) {
            startOne(schedule, "ahead");
            shop.graph()
                    .execute(tx -> tx.run(
                            SharedGraph.cypher("MATCH (r:TrainingRun) WHERE r.startedAt IS NOT NULL"
                                    + " SET r.startedAt = r.startedAt + duration({days: 2})"),
                            Map.of()));
            startOne(schedule, "put back");
            assertThat(schedule.look()).as("all are known to the last run").isNull();
        }
    }

    private void startOne(ScheduledTraining schedule, String user) {
        shop.data("mutation { recordInteractions(input: [{userId: \"" + user + "\", itemId: \"28\"}]) { accepted } }");
        shop.administration().runs().start(schedule.look());
        endAll();
    }

    @Test
    void aClockThatIsPutBackEndsTheRestAfterARefusal() {
        shop.restart(() -> 1);
        try (var schedule = schedule(policy(null, 1, "bpr"))) {
            shop.data("mutation { recordInteractions(input: [{userId: \"rest\", itemId: \"28\"}]) { accepted } }");
            now = EVENING.plus(Duration.ofDays(2));
            assertThat(schedule.look()).isNull();
            now = EVENING;
            assertThat(schedule.look()).as("there is still too little memory").isNull();
            assertThat(schedule.isResting(now)).as("since now").isTrue();
            assertThat(schedule.isResting(now.plus(Duration.ofHours(2)))).isFalse();
        }
    }

    @Test
    void aRefusalIsNotRepeatedForAnHour() {
        shop.restart(() -> 1);
        try (var schedule = schedule(policy(null, 1, "bpr"))) {
            shop.data("mutation { recordInteractions(input: [{userId: \"refused\", itemId: \"28\"}]) { accepted } }");
            assertThat(schedule.look()).isNull();
            shop.restart(FreeMemory::bytes);
        }
        try (var schedule = schedule(policy(null, 1, "bpr", "speed=1"))) {
            assertThat(schedule.look()).isNull();
            assertThat(schedule.look()).isNull();
        }
        assertThat(shop.administration().runs().open()).isEmpty();
    }

    @Test
    void whatIsNoScheduleIsRefusedWithAnExample() {
        assertThatThrownBy(() -> Schedule.parse("every night"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be a cron expression of five fields, such as '0 3 * * *', or off");
    }
}
