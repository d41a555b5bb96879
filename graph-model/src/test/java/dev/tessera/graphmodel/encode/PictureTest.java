package dev.tessera.graphmodel.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tessera.graphmodel.fixture.Pictures;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureTest {
    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif", "bmp"})
    void a_picture_of_each_kind_shows_its_colours(String format) {
        byte[] bytes = Pictures.bytes(Pictures.stripes(Color.RED, Color.RED, 9, true), format);
        float[] planes = Picture.decode(bytes).planes(1, 1);
        assertThat(planes[0]).isGreaterThan(0.97f);
        assertThat(planes[1]).isLessThan(0.03f);
        assertThat(planes[2]).isLessThan(0.03f);
    }

    @Test
    void a_few_bytes_that_claim_a_huge_picture_are_refused_before_anything_is_unpacked() {
        assertThatThrownBy(() -> Picture.decode(Pictures.bomb(50_000, 50_000)))
                .isInstanceOf(PictureException.class)
                .hasMessage("a picture must have 1 to 40000000 pixels, this has 50000 x 50000. Make it smaller");
        assertThatThrownBy(() -> Picture.decode(Pictures.bomb(Integer.MAX_VALUE, Integer.MAX_VALUE)))
                .isInstanceOf(PictureException.class);
    }

    @Test
    void more_than_ten_megabytes_are_refused() {
        assertThatThrownBy(() -> Picture.decode(new byte[10_000_001]))
                .hasMessage("a picture must have 1 to 10000000 bytes, this has 10000001. Make it smaller");
        assertThatThrownBy(() -> Picture.decode(new byte[0])).hasMessageContaining("this has 0");
    }

    @Test
    void what_is_no_picture_says_what_would_be() {
        byte[] text = "<svg/>".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> Picture.decode(text))
                .isInstanceOf(PictureException.class)
                .hasMessage("the bytes are no picture of a known kind. Give PNG, JPEG, GIF or BMP");
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif", "bmp"})
    void broken_bytes_never_do_more_than_fail_by_the_one_exception(String format) {
        byte[] whole = Pictures.bytes(Pictures.number(3), format);
        var random = new Random(7);
        for (int round = 0; round < 200; round++) {
            byte[] broken = Arrays.copyOf(whole, round % 2 == 0 ? random.nextInt(whole.length) : whole.length);
            for (int k = 0; k < 5 && broken.length > 0; k++) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(Picture.decode(broken).planes(1, 1)).hasSize(3);
            } catch (PictureException e) {
                assertThat(e).hasMessageMatching("(?s).+(Give PNG, JPEG, GIF or BMP|Make it smaller)");
            }
        }
    }

    @Test
    void a_grey_picture_is_as_bright_as_the_same_one_in_colour() {
        var grey = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
        var colour = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
        for (int k = 0; k < 64; k++) {
            grey.getRaster().setSample(k % 8, k / 8, 0, 90);
            colour.setRGB(k % 8, k / 8, 0x5A5A5A);
        }
        assertThat(Picture.decode(Pictures.png(grey)).planes(2, 2))
                .isEqualTo(Picture.decode(Pictures.png(colour)).planes(2, 2));
    }

    @Test
    void what_is_transparent_is_white() {
        var clear = new BufferedImage(4, 4, BufferedImage.TYPE_INT_ARGB);
        assertThat(Picture.decode(Pictures.png(clear)).planes(1, 1)).containsExactly(1, 1, 1);
    }

    @Test
    void a_large_picture_is_thinned_and_looks_the_same() {
        var large = new BufferedImage(3_000, 2_000, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < 1_500; x++) {
            for (int y = 0; y < 2_000; y++) {
                large.setRGB(x, y, 0xFF0000);
            }
        }
        float[] planes = Picture.decode(Pictures.png(large)).planes(2, 1);
        assertThat(planes).containsExactly(1, 0, 0, 0, 0, 0);
    }

    @Test
    void the_centre_is_the_largest_square_in_the_middle() {
        var wide = new BufferedImage(30, 10, BufferedImage.TYPE_INT_RGB);
        for (int k = 0; k < 100; k++) {
            wide.setRGB(10 + k % 10, k / 10, 0x00FF00);
        }
        Picture picture = Picture.decode(Pictures.png(wide));
        assertThat(picture.centre().planes(1, 1)).containsExactly(0, 1, 0);
    }
}
