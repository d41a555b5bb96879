package dev.tessera.graphmodel.encode;

/** A decoded picture: opaque RGB, transparency on white. An animation is its first frame. Immutable. */
public final class Picture {
    /** What a picture may have as a file. */
    public static final int MOST_BYTES = 10_000_000;

    /** What a picture may have when it is unpacked. */
    public static final long MOST_PIXELS = 40_000_000;

    /** Larger pictures are thinned to this: every second pixel, every third and so on. */
    static final int LONGEST_SIDE = 1_024;

    private final int width;
    private final int height;
    private final int[] pixels;

    /** Keeps {@code pixels}, which are 0xRRGGBB, row by row from the top. */
    Picture(int width, int height, int[] pixels) {
        this.width = width;
        this.height = height;
        this.pixels = pixels;
    }

    /**
     * {@return the picture in a file's bytes}
     *
     * @throws PictureException where they are no PNG, JPEG, GIF or BMP, or too large
     */
    public static Picture decode(byte[] bytes) {
        return PictureDecoder.decode(bytes);
    }

    /** {@return the largest square in the middle} */
    public Picture centre() {
        int side = Math.min(width, height);
        int left = (width - side) / 2;
        int top = (height - side) / 2;
        int[] square = new int[side * side];
        for (int y = 0; y < side; y++) {
            System.arraycopy(pixels, (top + y) * width + left, square, y * side, side);
        }
        return new Picture(side, side, square);
    }

    /**
     * {@return the picture stretched to a size: red, then green, then blue, each row by row, 0 to 1} A pixel of the result is
     * the mean of the pixels that it covers.
     */
    public float[] planes(int columns, int rows) {
        float[] planes = new float[3 * columns * rows];
        for (int y = 0; y < rows; y++) {
            int top = (int) ((long) y * height / rows);
            int bottom = Math.max(top + 1, (int) ((long) (y + 1) * height / rows));
            for (int x = 0; x < columns; x++) {
                int left = (int) ((long) x * width / columns);
                int right = Math.max(left + 1, (int) ((long) (x + 1) * width / columns));
                mean(left, right, top, bottom, planes, y * columns + x, columns * rows);
            }
        }
        return planes;
    }

    private void mean(int left, int right, int top, int bottom, float[] planes, int at, int plane) {
        long red = 0;
        long green = 0;
        long blue = 0;
        for (int y = top; y < bottom; y++) {
            for (int k = y * width + left; k < y * width + right; k++) {
                red += pixels[k] >> 16 & 0xFF;
                green += pixels[k] >> 8 & 0xFF;
                blue += pixels[k] & 0xFF;
            }
        }
        float whole = 255f * (right - left) * (bottom - top);
        planes[at] = red / whole;
        planes[at + plane] = green / whole;
        planes[at + 2 * plane] = blue / whole;
    }
}
