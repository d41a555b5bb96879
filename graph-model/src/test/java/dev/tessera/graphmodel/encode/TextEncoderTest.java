package dev.tessera.graphmodel.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TextEncoderTest {
    private static final String[] COLOURS = {"red", "blue", "green", "white", "black"};
    private static final String[] THINGS = {"baby blanket", "car seat cover", "steel kettle", "dome tent", "bread knife"
    };

    private static TextEncoder encoder;

    @BeforeAll
    static void fit() {
        encoder = TextEncoder.fit(catalogue(), 42);
    }

    private static List<ItemText> catalogue() {
        List<ItemText> texts = new ArrayList<>();
        for (int k = 0; k < 60; k++) {
            String thing = THINGS[k % THINGS.length];
            texts.add(new ItemText(
                    "Soft " + COLOURS[k / 5 % 5] + " " + thing + " no. " + k,
                    "A " + thing + " for every day",
                    List.of(thing.split(" ")[1]),
                    "Maker " + k % 3));
        }
        return texts;
    }

    private static ItemText title(String title) {
        return new ItemText(title, null, List.of(), null);
    }

    private static float[] feature(String title) {
        float[] feature = encoder.encode(title(title));
        assertThat(feature).isNotNull();
        return feature;
    }

    private static double likeness(String one, String other) {
        float[] a = feature(one);
        float[] b = feature(other);
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += (double) a[k] * b[k];
        }
        return sum;
    }

    @Test
    void near_duplicates_are_nearer_than_texts_on_other_things() {
        double same = likeness("Soft blue baby blanket", "A soft, blue baby blanket!");
        double plural = likeness("Soft blue baby blanket", "Soft blue baby blankets");
        double other = likeness("Soft blue baby blanket", "Steel kettle, black");
        assertThat(same).isGreaterThan(0.9);
        assertThat(plural).isGreaterThan(0.8);
        assertThat(other).isLessThan(0.4);
    }

    @Test
    void a_feature_has_128_numbers_and_length_one() {
        float[] feature = feature("green tent");
        double squares = 0;
        for (float x : feature) {
            squares += (double) x * x;
        }
        assertThat(feature).hasSize(encoder.width()).hasSize(128);
        assertThat(squares).isCloseTo(1, within(1e-5));
    }

    @Test
    void the_same_catalogue_and_seed_give_the_same_encoder() {
        var again = TextEncoder.fit(catalogue(), 42);
        assertThat(again.fingerprint()).isEqualTo(encoder.fingerprint());
        assertThat(again.encode(title("green tent"))).isEqualTo(encoder.encode(title("green tent")));
        assertThat(TextEncoder.fit(catalogue(), 43).fingerprint()).isNotEqualTo(encoder.fingerprint());
    }

    @Test
    void an_encoder_read_back_encodes_the_same_to_the_bit() {
        var back = TextEncoder.unpacked(encoder.packed());
        assertThat(back.fingerprint()).isEqualTo(encoder.fingerprint());
        for (ItemText text : catalogue()) {
            assertThat(back.encode(text)).isEqualTo(encoder.encode(text));
        }
    }

    @Test
    void the_order_of_categories_and_the_case_of_letters_do_not_matter() {
        var one = new ItemText("Blue TENT", null, List.of("tent", "cover"), null);
        var other = new ItemText("blue tent", null, List.of("cover", "tent"), null);
        assertThat(encoder.encode(one)).isEqualTo(encoder.encode(other));
    }

    @Test
    void a_text_without_a_term_of_the_catalogue_has_no_feature() {
        assertThat(encoder.encode(title("!!! ***"))).isNull();
        assertThat(encoder.encode(title("\u6771\u4eac"))).isNull();
        assertThat(encoder.encode(new ItemText(null, null, List.of(), null))).isNull();
    }

    @Test
    void scripts_that_part_no_words_are_compared_by_their_characters() {
        List<ItemText> titles = List.of(
                title("\u7d05\u8336\u30ab\u30c3\u30d7"), // tea cup
                title("\u7d05\u8336\u30dd\u30c3\u30c8"), // tea pot
                title("\u767b\u5c71\u9774"), // climbing boots
                title("\u767b\u5c71\u5e3d\u5b50")); // climbing hat
        var japanese = TextEncoder.fit(titles, 1);
        float[] cup = japanese.encode(titles.get(0));
        float[] pot = japanese.encode(titles.get(1));
        float[] boots = japanese.encode(titles.get(2));
        assertThat(distance(cup, pot)).isLessThan(distance(cup, boots));
    }

    private static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += (a[k] - b[k]) * (a[k] - b[k]);
        }
        return Math.sqrt(sum);
    }

    @Test
    void a_cut_into_pieces_leaves_something_in_each() {
        float[] mean = new float[8];
        for (ItemText text : catalogue()) {
            float[] feature = encoder.encode(text);
            for (int k = 0; k < feature.length; k++) {
                mean[k / 16] += feature[k] * feature[k] / 60;
            }
        }
        for (float share : mean) {
            assertThat(share).isBetween(0.01f, 0.6f);
        }
    }
}
