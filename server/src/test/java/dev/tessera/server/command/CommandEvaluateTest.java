package dev.tessera.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tessera.server.fixture.TinyFolder;
import dev.tessera.training.tensor.ComputeDevice;
import dev.tessera.training.tensor.TensorEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code evaluate} on a folder that is trained on in no time. */
final class CommandEvaluateTest {
    private static final String QUICK = "--set=epochs=6";

    @TempDir
    static Path folder;

    @BeforeAll
    static void write() throws IOException {
        TinyFolder.write(Files.createDirectory(folder.resolve("tiny")));
        TinyFolder.writeWithoutTimes(Files.createDirectory(folder.resolve("timeless")));
    }

    private static CapturedCaller evaluate(String... args) {
        var caller = new CapturedCaller(folder);
        List<String> all = new ArrayList<>(List.of("evaluate"));
        if (!List.of(args).contains("--input")) {
            all.addAll(List.of("--input", "tiny"));
        }
        all.add(QUICK);
        all.addAll(List.of(args));
        assertThat(caller.run(all.toArray(String[]::new))).as(caller.err()).isZero();
        return caller;
    }

    private static JsonNode json(String... args) throws IOException {
        List<String> all = new ArrayList<>(List.of(args));
        all.add("--json");
        return new JsonMapper().readTree(evaluate(all.toArray(String[]::new)).out());
    }

    @Test
    void the_configured_device_trains() {
        try (TensorEngine engine = TensorEngine.open(ComputeDevice.AUTO)) {
            assumeFalse(engine.isCuda(), "where there is a GPU, asking for one is no failure to see");
        }
        var caller = new CapturedCaller(folder, Map.of("TESSERA_TRAINING_DEVICE", "cuda"), false);
        assertThat(caller.run("evaluate", "--input", "tiny", "--model", "bpr", QUICK))
                .isEqualTo(1);
        assertThat(caller.err()).contains("device cuda was asked for");
    }

    @Test
    void a_report_that_cannot_be_written_is_refused_before_anything_is_read() {
        for (String wrong : List.of("", "/proc/no/report")) {
            var caller = new CapturedCaller(folder);
            assertThat(caller.run("evaluate", "--input", "tiny", "--model", "bpr", "--report", wrong))
                    .isEqualTo(2);
            assertThat(caller.err()).startsWith("--report ").doesNotContain("reading");
        }
    }

    @Test
    void features_are_made_of_what_items_say_where_none_are_given() throws IOException {
        TinyFolder.write(Files.createDirectory(folder.resolve("words")));
        Files.delete(folder.resolve("words/text_feat.npy"));
        assertThat(evaluate("--input", "words", "--compare", "vbpr,bpr:tokens", "--set", "slots=2")
                        .err())
                .contains("text features of 40 items made by");
        assertThat(evaluate("--model", "vbpr").err()).doesNotContain("made by");
    }

    @Test
    void variants_take_idsf_apart_by_its_parts_and_by_the_modalities_that_the_data_has() throws IOException {
        String[] small = {"--model", "idsf", "--seed", "1", "--set", "dimension=8", "--set", "contrast.sample=16"};
        String ablations = evaluate(with(small, "--variants", "ablations")).out();
        assertThat(ablations)
                .contains("without content", "without contrast", "content without ids", "structure without ids");
        TinyFolder.write(Files.createDirectory(folder.resolve("titles")));
        Files.delete(folder.resolve("titles/text_feat.npy"));
        for (String data : List.of("tiny", "titles")) {
            String modalities = evaluate(with(small, "--variants", "modalities", "--input", data))
                    .out();
            assertThat(modalities)
                    .contains("text with ids", "text without ids")
                    .doesNotContain("image with ids", "stripped");
        }
    }

    private static String[] with(String[] some, String... more) {
        return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
    }

    @Test
    void what_is_compared_is_named_with_its_identity_wherever_it_was_given() {
        assertThat(evaluate("--compare", "bpr:id,bpr", "--identity", "both", "--set", "slots=1", "--seed", "1")
                        .out())
                .contains("bpr:both");
    }

    @Test
    void the_profile_of_each_training_goes_to_standard_error() {
        var caller = evaluate("--model", "bpr", "--seeds", "1,2", "--profile", "--json");
        assertThat(caller.err())
                .containsPattern("bpr, seed 1 spent its time so:\\R +sampling +\\d+\\.\\d\\d s +\\d+ %")
                .contains("bpr, seed 2 spent");
        assertThat(caller.out()).startsWith("{").doesNotContain("spent");
    }

    @Test
    void in_words_a_grid_marks_the_point_that_is_chosen() {
        assertThat(evaluate("--model", "bpr", "--seed", "1", "--grid", "lr=1e-4,3e-2")
                        .out())
                .contains("lr    validation recall@20")
                .containsPattern("(?m)^\\*  ");
    }

    @Test
    void seeds_end_with_their_mean_and_a_report_says_how_to_do_it_again_and_harms_no_other_file() throws IOException {
        var caller =
                evaluate("--model", "popularity", "--seeds", "1,2", "--where=category=tea", "--report", "my report");
        Path page = folder.resolve("my report/index.html");
        assertThat(caller.out())
                .contains("seed 2: popularity", "rarest fifth of the items first: ", "mean ± standard deviation over 2")
                .containsPattern("(?m)^ndcg@20       0\\.\\d{4} ± 0\\.0000  ");
        assertThat(caller.err()).contains("report: " + page);
        assertThat(Files.readString(page))
                .contains("./tessera evaluate --input tiny --set=epochs=6 --model popularity --seeds 1,2"
                        + " --where=category=tea --report &#39;my report&#39;");
        Files.writeString(folder.resolve("my report/notes.txt"), "keep");
        var again = new CapturedCaller(folder);
        assertThat(again.run("evaluate", "--input", "tiny", "--model", "bpr", "--report", "my report"))
                .isEqualTo(2);
        assertThat(again.err()).contains("holds other files than a former report, such as notes.txt");
    }

    @Test
    void in_words_a_comparison_says_what_may_be_chance() {
        assertThat(evaluate("--compare", "popularity,bpr", "--seed", "1").out())
                .contains("against popularity", "recall@20 interval", "recall@20 p", "cold (");
    }

    @Test
    void the_same_command_gives_the_same_figures() throws IOException {
        String[] args = {"--compare", "popularity,bpr,lightgcn:tokens", "--seeds", "1,2", "--set", "slots=2"};
        JsonNode once = withoutTimes(json(args));
        assertThat(once).isEqualTo(withoutTimes(json(args)));
        assertThat(once.at("/models/2/overFirst/ndcg@20/p").asDouble()).isBetween(0.0, 1.0);
    }

    private static JsonNode withoutTimes(JsonNode document) {
        document.findParents("secondsPerEpoch").forEach(n -> ((ObjectNode) n).remove("secondsPerEpoch"));
        document.findParents("version").forEach(n -> ((ObjectNode) n).remove("version"));
        document.findParents("codebook").forEach(n -> ((ObjectNode) n).remove("codebook"));
        return document;
    }

    @Test
    void where_there_are_no_times_a_split_by_time_is_refused() {
        var caller = new CapturedCaller(folder);
        assertThat(caller.run("evaluate", "--input", "timeless", "--model", "popularity", "--split", "time"))
                .isEqualTo(1);
        assertThat(caller.err())
                .contains("the split 'time' needs the times of interactions")
                .doesNotContain("\tat ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--model bpr --grid lr | --grid should be like",
                "--model bpr --grid speed=1,2 | there is no setting 'speed'",
                "--model bpr --grid lr=fast | lr should be a number",
                "--model bpr --grid lr=1e-3,5 | lr must be above 0, at most 1, was 5",
                "--model bpr --seeds 5..1 | --seeds 5..1 is empty",
                "--model bpr --seeds 1,2 --seed 1 | exclude each other",
                "--model brp | there is no model 'brp'",
                "--compare bpr,brp | there is no model 'brp'",
                "--compare bpr | two models or more",
                "--compare bpr,popularity --model bpr | one of --model and --compare",
                "--seed 1 | one of --model and --compare",
                "--compare bpr,popularity --grid lr=1 | does not go with --compare",
                "--compare bpr,popularity --set pop.lr=1 | there is no setting 'pop.lr'",
                "--compare idsf,bpr --set gamma=1 | bpr: bpr has no setting 'gamma'",
                "--model bpr --split chance | there is no split 'chance'",
                "--model bpr --where colour=red | the keys are category, kind, from and until",
                "--model bpr --where from=yesterday | should have a date such as 2026-01-31",
                "--model bpr --where from=2026-02-01 --where until=2026-01-01 | leave no time between them",
                "--model bpr --where category | --where should be like category=NAME",
                "--model lightgcn --identity tokens --set slots=0 | slots must be at least 1",
            })
    void what_cannot_mean_anything_is_wrong_usage_before_anything_is_done(String args, String message) {
        var caller = new CapturedCaller(folder);
        List<String> all = new ArrayList<>(List.of("evaluate", "--input", "absent"));
        all.addAll(List.of(args.split(" ")));
        assertThat(caller.run(all.toArray(String[]::new))).isEqualTo(2);
        assertThat(caller.err())
                .contains(message)
                .doesNotContain("absent", "\tat ")
                .hasLineCount(1);
        assertThat(caller.out()).isEmpty();
    }
}
