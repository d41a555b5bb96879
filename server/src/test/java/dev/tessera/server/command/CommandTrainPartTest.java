package dev.tessera.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.ingest.EventSource;
import dev.tessera.graphmodel.ingest.IngestProgress;
import dev.tessera.graphmodel.ingest.Ingestor;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.server.fixture.TinyFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code train} on a part of a server's graph. */
@ExtendWith(SharedGraph.class)
final class CommandTrainPartTest {
    @TempDir
    Path folder;

    private Graph graph;

    @BeforeEach
    void importTiny(Graph shared) throws IOException {
        graph = shared;
        SharedGraph.empty(graph);
        TinyFolder.write(folder);
        new Ingestor(graph).ingest(List.of(EventSource.of(folder)), IngestProgress.silent());
    }

    private int run(CapturedCaller caller, String... args) {
        return Verbs.run(List.of(args), new InServer(Workspace.opened(TestConfig.of(folder), graph, caller.caller())));
    }

    @Test
    void aModelOfOneCategoryIsPublishedAndItsRecordSaysOfWhich() throws IOException {
        var caller = new CapturedCaller(folder);
        String[] tea = {
            "train", "--model", "bpr", "--set", "epochs=2", "--set", "dimension=64", "--where", "category=tea", "--json"
        };
        assertThat(run(caller, tea)).as(caller.err()).isZero();
        JsonNode trained = new JsonMapper().readTree(caller.out());
        assertThat(trained.at("/provenance/configuration/where").asText()).isEqualTo("category=tea");
        assertThat(trained.at("/itemParameters").asLong()).isEqualTo(20 * 64);
        var show = new CapturedCaller(folder);
        assertThat(run(show, "model", "show", trained.at("/version").asText()))
                .as(show.err())
                .isZero();
        assertThat(show.out()).contains("category=tea");
    }

    @Test
    void anEmptyPartIsNotTrainedOnAndAWrongConditionIsWrongUsage() {
        var empty = new CapturedCaller(folder);
        assertThat(run(empty, "train", "--model", "bpr", "--where", "until=2020-01-01"))
                .isEqualTo(1);
        assertThat(empty.err()).contains("no training interaction is left with --where until=2020-01-01");
        var wrong = new CapturedCaller(folder);
        assertThat(run(wrong, "train", "--model", "bpr", "--where", "categroy=tea"))
                .isEqualTo(2);
        assertThat(wrong.err()).contains("the keys are category, kind, from and until");
        var unknown = new CapturedCaller(folder);
        assertThat(run(unknown, "train", "--model", "bpr", "--set", "speed=1")).isEqualTo(2);
        assertThat(unknown.err()).contains("there is no setting 'speed'");
    }
}
