package dev.tessera.graphmodel.encode;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes pictures of unknown origin. The size is read before anything is unpacked, so that a few bytes that claim to be a
 * huge picture cost nothing; large ones are thinned while they are read.
 */
final class PictureDecoder {
    private static final Set<String> FORMATS = Set.of("png", "jpeg", "gif", "bmp");
    private static final String EXPECTED = "Give PNG, JPEG, GIF or BMP";

    private PictureDecoder() {}

    /** {@return the first picture in the bytes, its longer side at most {@value Picture#LONGEST_SIDE}} */
    static Picture decode(byte[] bytes) {
        if (bytes.length == 0 || bytes.length > Picture.MOST_BYTES) {
            throw new PictureException("a picture must have 1 to " + Picture.MOST_BYTES + " bytes, this has "
                    + bytes.length + ". Make it smaller");
        }
        try (ImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            return read(reader(stream), stream);
        } catch (IOException e) {
            throw new PictureException("the picture is broken: " + e.getMessage() + ". " + EXPECTED, e);
        }
    }

    private static ImageReader reader(ImageInputStream stream) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if (FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
                return reader;
            }
            reader.dispose();
        }
        throw new PictureException("the bytes are no picture of a known kind. " + EXPECTED);
    }

    @SuppressWarnings("IllegalCatch") // the decoders of the JDK throw whatever broken bytes lead them to
    private static Picture read(ImageReader reader, ImageInputStream stream) throws IOException {
        try {
            reader.setInput(stream, true, true);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            refuseHuge(width, height);
            ImageReadParam thinning = reader.getDefaultReadParam();
            int period = (Math.max(width, height) + Picture.LONGEST_SIDE - 1) / Picture.LONGEST_SIDE;
            thinning.setSourceSubsampling(period, period, 0, 0);
            return opaque(reader.read(0, thinning));
        } catch (PictureException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new PictureException("the picture is broken: " + e + ". " + EXPECTED, e);
        } finally {
            reader.dispose();
        }
    }

    private static void refuseHuge(int width, int height) {
        if (width < 1 || height < 1 || (long) width * height > Picture.MOST_PIXELS) {
            throw new PictureException("a picture must have 1 to " + Picture.MOST_PIXELS + " pixels, this has " + width
                    + " x " + height + ". Make it smaller");
        }
    }

    private static Picture opaque(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        int[] pixels = isGrey(image) ? grey(image) : image.getRGB(0, 0, width, height, null, 0, width);
        for (int k = 0; k < pixels.length; k++) {
            pixels[k] = onWhite(pixels[k]);
        }
        return new Picture(width, height, pixels);
    }

    private static boolean isGrey(BufferedImage image) {
        return image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY
                && !(image.getColorModel() instanceof IndexColorModel)
                && !image.getColorModel().hasAlpha();
    }

    /** The library takes grey for linear light and brightens it; a grey picture should equal the same one in colour. */
    private static int[] grey(BufferedImage image) {
        int width = image.getWidth();
        int[] pixels = image.getRaster().getSamples(0, 0, width, image.getHeight(), 0, (int[]) null);
        int most = (1 << image.getColorModel().getComponentSize(0)) - 1;
        for (int k = 0; k < pixels.length; k++) {
            pixels[k] = 0xFF000000 | pixels[k] * 255 / most * 0x010101;
        }
        return pixels;
    }

    private static int onWhite(int argb) {
        int alpha = argb >>> 24;
        int red = mixed(argb >> 16 & 0xFF, alpha);
        int green = mixed(argb >> 8 & 0xFF, alpha);
        return red << 16 | green << 8 | mixed(argb & 0xFF, alpha);
    }

    private static int mixed(int channel, int alpha) {
        return (channel * alpha + 255 * (255 - alpha)) / 255;
    }
}
