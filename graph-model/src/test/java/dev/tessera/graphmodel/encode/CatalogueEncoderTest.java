package dev.tessera.graphmodel.encode;

import static dev.tessera.graphmodel.fixture.SharedGraph.cypher;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tessera.graphmodel.domain.CodebookId;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.encode.EncoderChoice.BuiltIn;
import dev.tessera.graphmodel.encode.EncoderChoice.Pretrained;
import dev.tessera.graphmodel.encode.EncodingOutcome.Given;
import dev.tessera.graphmodel.encode.EncodingOutcome.Made;
import dev.tessera.graphmodel.encode.EncodingOutcome.Nothing;
import dev.tessera.graphmodel.fixture.Pictures;
import dev.tessera.graphmodel.fixture.SharedGraph;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.Row;
import dev.tessera.graphmodel.token.CodebookSize;
import dev.tessera.graphmodel.token.TokenizeReport;
import dev.tessera.graphmodel.token.Tokenizer;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Twenty items with titles alone: t0 to t9 are tents, k0 to k9 knives; x has no title. */
@ExtendWith(SharedGraph.class)
class CatalogueEncoderTest {
    private static final CodebookSize SMALL = new CodebookSize(8, 2);

    private Graph graph;

    @BeforeEach
    void fill(Graph shared) {
        graph = shared;
        SharedGraph.empty(graph);
        run("""
                UNWIND range(0, 9) AS k
                CREATE (:Item {itemId: 't' + k, title: 'Dome tent for camping ' + k}),
                  (:Item {itemId: 'k' + k, title: 'Steel knife for the kitchen ' + k})
                """, Map.of());
        run("CREATE (:Item {itemId: 'x'})", Map.of());
    }

    private List<Row> run(String text, Map<String, ?> parameters) {
        return graph.write(tx -> tx.run(cypher(text), parameters));
    }

    private TokenizeReport tokenize(EncoderChoices choices) {
        return new Tokenizer(graph, Clock.systemUTC(), 42, choices).tokenize(SMALL);
    }

    private Encoders encoders(CodebookId codebook, EncoderChoices choices) {
        return graph.read(tx -> EncoderReader.read(tx, codebook, choices));
    }

    private float @Nullable [] feature(String item, String property) {
        return run(
                        "MATCH (i:Item {itemId: $item}) RETURN i[$property] AS feature",
                        Map.of("item", item, "property", property))
                .getFirst()
                .floatsOrNull("feature");
    }

    private void addPictures(PictureDescriber describer, String... items) {
        for (String item : items) {
            byte[] bytes = Pictures.png(Pictures.number(item.hashCode()));
            Map<String, Object> properties =
                    new HashMap<>(PictureDescription.of(bytes, describer).properties());
            run("MATCH (i:Item {itemId: $item}) SET i += $properties", Map.of("item", item, "properties", properties));
        }
    }

    private static ItemText title(String title) {
        return new ItemText(title, null, List.of(), null);
    }

    @Test
    void titles_alone_become_tokens_that_things_of_a_sort_share() {
        TokenizeReport report = tokenize(EncoderChoices.builtIn());
        assertThat(report.items()).isEqualTo(20);
        assertThat(report.encoded().getFirst()).isInstanceOf(Made.class);
        List<Row> shared = run("""
                MATCH (:Item {itemId: 't0'})-[:HAS_TOKEN]->(token)<-[:HAS_TOKEN]-(other:Item)
                WHERE other.itemId <> 't0'
                WITH other, count(token) AS shared
                RETURN avg(CASE WHEN other.itemId STARTS WITH 't' THEN shared END) AS tents,
                  avg(CASE WHEN other.itemId STARTS WITH 'k' THEN shared ELSE 0 END) AS knives
                """, Map.of());
        assertThat(shared.getFirst().number("tents"))
                .isGreaterThan(shared.getFirst().number("knives"));
        assertThat(feature("x", "textFeature")).isNull();
    }

    @Test
    void an_item_added_later_has_exactly_the_feature_that_it_would_have_had() {
        TokenizeReport report = tokenize(EncoderChoices.builtIn());
        Encoders encoders = encoders(report.codebook(), EncoderChoices.builtIn());
        EncodedFeature later = encoders.text(title("Dome tent for camping 3"));
        assertThat(later).isNotNull();
        assertThat(later.values()).isEqualTo(feature("t3", "textFeature"));
        assertThat(later.properties())
                .containsEntry("textFeatureBy", ((Made) report.encoded().getFirst()).by());
        assertThat(encoders.text(title("..."))).isNull();
    }

    @Test
    void pictures_are_encoded_from_what_was_kept_of_them() {
        addPictures(EncoderChoices.builtIn().describer(), "t0", "t1", "t2", "k0", "k1");
        TokenizeReport report = tokenize(EncoderChoices.builtIn());
        assertThat(report.encoded().get(1)).isInstanceOfSatisfying(Made.class, made -> {
            assertThat(made.items()).isEqualTo(5);
            assertThat(made.outdated()).isZero();
        });
        Encoders encoders = encoders(report.codebook(), EncoderChoices.builtIn());
        EncodedPicture later = encoders.image(Pictures.png(Pictures.number("t1".hashCode())));
        assertThat(later.feature()).isNotNull();
        assertThat(later.feature().values()).isEqualTo(feature("t1", "imageFeature"));
        assertThat(later.properties())
                .containsKeys("imageFeature", "imageFeatureBy", "imageSha256", "imageDescription");
    }

    @Test
    void where_one_item_has_a_given_feature_none_is_made() {
        run("MATCH (i:Item) WHERE i.itemId IN ['t0', 't1', 'k0'] SET i.textFeature = $f", Map.of("f", new float[8]));
        TokenizeReport report = tokenize(EncoderChoices.builtIn());
        assertThat(report.encoded()).contains(new Given(Modality.TEXT, 3, 17));
        assertThat(report.items()).isEqualTo(3);
        assertThat(feature("t0", "textFeature")).isEqualTo(new float[8]);
        assertThat(encoders(report.codebook(), EncoderChoices.builtIn()).encodes(Modality.TEXT))
                .isFalse();
        assertThat(encoders(report.codebook(), EncoderChoices.builtIn()).text(title("Dome tent")))
                .isNull();
    }

    @Test
    void a_catalogue_that_changed_is_encoded_anew_and_one_that_did_not_is_the_same() {
        String first = ((Made) tokenize(EncoderChoices.builtIn()).encoded().getFirst()).by();
        float[] before = feature("t0", "textFeature");
        assertThat(tokenize(EncoderChoices.builtIn()).encoded()).contains(new Made(Modality.TEXT, 20, 0, first));
        assertThat(feature("t0", "textFeature")).isEqualTo(before);

        run("MATCH (i:Item {itemId: 'x'}) SET i.title = 'Dome tent, red'", Map.of());
        run("MATCH (i:Item {itemId: 'k9'}) REMOVE i.title", Map.of());
        TokenizeReport report = tokenize(EncoderChoices.builtIn());
        assertThat(((Made) report.encoded().getFirst()).by()).isNotEqualTo(first);
        assertThat(feature("x", "textFeature")).isNotNull();
        assertThat(feature("k9", "textFeature")).isNull();
    }

    @Test
    void each_codebook_keeps_its_own_encoder() {
        TokenizeReport first = tokenize(EncoderChoices.builtIn());
        float[] before = feature("t0", "textFeature");
        run("MATCH (i:Item {itemId: 'x'}) SET i.title = 'Dome tent, red'", Map.of());
        TokenizeReport second = tokenize(EncoderChoices.builtIn());
        ItemText text = title("Dome tent for camping 0");
        assertThat(encoders(first.codebook(), EncoderChoices.off()).text(text).values())
                .isEqualTo(before);
        assertThat(encoders(second.codebook(), EncoderChoices.off()).text(text).values())
                .isEqualTo(feature("t0", "textFeature"))
                .isNotEqualTo(before);
    }

    @Test
    void a_pre_trained_encoder_is_used_only_where_it_is_the_very_one() {
        var choices = new EncoderChoices(new Pretrained<>(new LetterCounts("counts/1")), new BuiltIn<>());
        TokenizeReport report = tokenize(choices);
        assertThat(report.encoded()).contains(new Made(Modality.TEXT, 20, 0, "counts/1"));
        assertThat(encoders(report.codebook(), choices).text(title("abba")).values())
                .startsWith(2, 2, 0);

        var others = new EncoderChoices(new Pretrained<>(new LetterCounts("counts/2")), new BuiltIn<>());
        for (EncoderChoices other : List.of(others, EncoderChoices.builtIn(), EncoderChoices.off())) {
            Encoders encoders = encoders(report.codebook(), other);
            assertThat(encoders.text(title("abba"))).isNull();
            assertThat(encoders.missing().get(Modality.TEXT))
                    .contains("were made by the encoder counts/1", "run tessera tokenize");
        }
    }

    @Test
    void pictures_described_for_another_encoder_wait_for_the_next_import() {
        addPictures(EncoderChoices.builtIn().describer(), "t0", "t1", "t2");
        run("MATCH (i:Item {itemId: 't2'}) SET i.imageDescribedBy = 'another'", Map.of());
        assertThat(tokenize(EncoderChoices.builtIn()).encoded().get(1))
                .isInstanceOfSatisfying(
                        Made.class, made -> assertThat(made.outdated()).isEqualTo(1));
        run("MATCH (i:Item) WHERE i.itemId <> 't0' SET i.imageDescribedBy = 'another'", Map.of());
        assertThat(tokenize(EncoderChoices.builtIn()).encoded()).contains(new Nothing(Modality.IMAGE, 20 - 18));
        assertThat(feature("t0", "imageFeature")).isNull();
    }

    /** How often each letter from a to h occurs. */
    private record LetterCounts(String fingerprint) implements ContentEncoder<ItemText> {
        @Override
        public Modality modality() {
            return Modality.TEXT;
        }

        @Override
        public int width() {
            return 8;
        }

        @Override
        public float[] encode(ItemText content) {
            float[] counts = new float[8];
            IntStream.range(0, 8)
                    .forEach(k -> counts[k] =
                            content.joined().chars().filter(c -> c == 'a' + k).count());
            return counts;
        }
    }
}
