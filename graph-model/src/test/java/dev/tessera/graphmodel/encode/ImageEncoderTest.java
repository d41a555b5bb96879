package dev.tessera.graphmodel.encode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tessera.graphmodel.fixture.Pictures;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ImageEncoderTest {
    private static ImageEncoder encoder;

    @BeforeAll
    static void fit() {
        encoder = ImageEncoder.fit(descriptions(), 42);
    }

    private static List<float[]> descriptions() {
        var statistics = new PictureStatistics();
        return IntStream.range(0, 40)
                .mapToObj(k -> statistics.describe(decoded(Pictures.number(k))))
                .toList();
    }

    private static Picture decoded(BufferedImage image) {
        return Picture.decode(Pictures.png(image));
    }

    private static double distance(BufferedImage one, BufferedImage other) {
        float[] a = encoder.encode(decoded(one));
        float[] b = encoder.encode(decoded(other));
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += (a[k] - b[k]) * (a[k] - b[k]);
        }
        return Math.sqrt(sum);
    }

    @Test
    void a_slightly_brighter_copy_is_nearer_than_every_other_picture() {
        for (int k = 0; k < 10; k++) {
            BufferedImage image = Pictures.number(k);
            double brighter = distance(image, Pictures.brighter(image, 12));
            for (int other = 10; other < 20; other++) {
                assertThat(brighter).isLessThan(distance(image, Pictures.number(other)) / 2);
            }
        }
    }

    @Test
    void the_direction_of_edges_tells_pictures_of_equal_colours_apart() {
        BufferedImage down = Pictures.stripes(Color.BLUE, Color.ORANGE, 10, true);
        BufferedImage across = Pictures.stripes(Color.BLUE, Color.ORANGE, 10, false);
        assertThat(distance(down, across)).isGreaterThan(3 * distance(down, Pictures.brighter(down, 12)));
    }

    @Test
    void a_jpeg_of_a_picture_is_near_the_png() {
        BufferedImage image = Pictures.number(5);
        float[] png = encoder.encode(decoded(image));
        float[] jpeg = encoder.encode(Picture.decode(Pictures.bytes(image, "jpg")));
        double sum = 0;
        for (int k = 0; k < png.length; k++) {
            sum += (png[k] - jpeg[k]) * (png[k] - jpeg[k]);
        }
        assertThat(Math.sqrt(sum)).isLessThan(distance(image, Pictures.number(6)) / 3);
    }

    @Test
    void the_same_pictures_and_seed_give_the_same_encoder_and_it_survives_being_stored() {
        var again = ImageEncoder.fit(descriptions(), 42);
        assertThat(again.fingerprint()).isEqualTo(encoder.fingerprint());
        var back = ImageEncoder.unpacked(encoder.packed());
        assertThat(back.fingerprint()).isEqualTo(encoder.fingerprint());
        Picture picture = decoded(Pictures.number(77));
        assertThat(back.encode(picture)).isEqualTo(encoder.encode(picture)).hasSize(64);
    }

    @Test
    void one_picture_of_one_colour_can_be_encoded_too() {
        float[] description =
                new PictureStatistics().describe(decoded(Pictures.stripes(Color.GRAY, Color.GRAY, 5, true)));
        for (float x : ImageEncoder.fit(List.of(description, description), 1).project(description)) {
            assertThat(x).isFinite();
        }
    }
}
