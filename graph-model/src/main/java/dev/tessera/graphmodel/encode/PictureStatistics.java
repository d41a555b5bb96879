package dev.tessera.graphmodel.encode;

/**
 * Colours, edges and a thumbnail: a histogram over hue, saturation and value ({@value #HUES} x {@value #LEVELS} x {@value
 * #LEVELS}), a histogram of the directions of the grey values' slopes for each field of a {@value #FIELDS} x {@value #FIELDS}
 * grid (Dalal and Triggs, 2005, without overlapping blocks), and the picture at {@value #THUMBNAIL} x {@value #THUMBNAIL}.
 * Each of the three is of length 1, or 0 where there is nothing.
 */
final class PictureStatistics implements PictureDescriber {
    static final String IDENTITY = "built-in/picture/1";

    private static final int SIDE = 64;
    private static final int HUES = 8;
    private static final int LEVELS = 3;
    private static final int FIELDS = 4;
    private static final int DIRECTIONS = 8;
    private static final int THUMBNAIL = 8;

    private static final int COLOURS = HUES * LEVELS * LEVELS;
    private static final int EDGES = FIELDS * FIELDS * DIRECTIONS;

    /** How many numbers a description has. */
    static final int WIDTH = COLOURS + EDGES + 3 * THUMBNAIL * THUMBNAIL;

    @Override
    public String identity() {
        return IDENTITY;
    }

    @Override
    public float[] describe(Picture picture) {
        float[] description = new float[WIDTH];
        float[] planes = picture.planes(SIDE, SIDE);
        addColours(planes, description);
        addEdges(grey(planes), description);
        float[] thumbnail = picture.planes(THUMBNAIL, THUMBNAIL);
        for (int k = 0; k < thumbnail.length; k++) {
            description[COLOURS + EDGES + k] = thumbnail[k] - 0.5f;
        }
        Lengths.normalise(description, 0, COLOURS);
        Lengths.normalise(description, COLOURS, EDGES);
        Lengths.normalise(description, COLOURS + EDGES, thumbnail.length);
        return description;
    }

    private static void addColours(float[] planes, float[] into) {
        int plane = SIDE * SIDE;
        for (int k = 0; k < plane; k++) {
            addColour(planes[k], planes[plane + k], planes[2 * plane + k], into);
        }
        for (int k = 0; k < COLOURS; k++) {
            into[k] = (float) Math.sqrt(into[k]);
        }
    }

    /** A colour between the middles of bins counts in each of them, so that a little more light changes little. */
    private static void addColour(float red, float green, float blue, float[] into) {
        float most = Math.max(red, Math.max(green, blue));
        float chroma = most - Math.min(red, Math.min(green, blue));
        float hue = hue(red, green, blue, most, chroma) * HUES;
        float saturation = (most == 0 ? 0 : chroma / most) * (LEVELS - 1);
        float value = most * (LEVELS - 1);
        for (int corner = 0; corner < 8; corner++) {
            int h = (int) hue + (corner & 1);
            int s = (int) saturation + (corner >> 1 & 1);
            int v = (int) value + (corner >> 2);
            float share = share(hue, h) * share(saturation, s) * share(value, v);
            if (share > 0) {
                into[(h % HUES * LEVELS + s) * LEVELS + v] += share;
            }
        }
    }

    private static float share(float position, int bin) {
        return Math.max(0, 1 - Math.abs(position - bin));
    }

    /** {@return 0 for red, a third for green, two thirds for blue, below 1} */
    private static float hue(float red, float green, float blue, float most, float chroma) {
        if (chroma == 0) {
            return 0;
        }
        if (most == red) {
            float sixth = (green - blue) / chroma;
            return (sixth < 0 ? sixth + 6 : sixth) / 6;
        }
        return most == green ? ((blue - red) / chroma + 2) / 6 : ((red - green) / chroma + 4) / 6;
    }

    private static float[] grey(float[] planes) {
        int plane = SIDE * SIDE;
        float[] grey = new float[plane];
        for (int k = 0; k < plane; k++) {
            grey[k] = 0.299f * planes[k] + 0.587f * planes[plane + k] + 0.114f * planes[2 * plane + k];
        }
        return grey;
    }

    private static void addEdges(float[] grey, float[] into) {
        int field = SIDE / FIELDS;
        for (int y = 1; y < SIDE - 1; y++) {
            for (int x = 1; x < SIDE - 1; x++) {
                float right = grey[y * SIDE + x + 1] - grey[y * SIDE + x - 1];
                float down = grey[(y + 1) * SIDE + x] - grey[(y - 1) * SIDE + x];
                int at = COLOURS + (y / field * FIELDS + x / field) * DIRECTIONS;
                into[at + direction(right, down)] += (float) Math.sqrt(right * right + down * down);
            }
        }
    }

    /** A slope and its opposite are one direction: an edge is the same whichever side is dark. */
    private static int direction(float right, float down) {
        double angle = StrictMath.atan2(down, right) / Math.PI;
        double half = angle < 0 ? angle + 1 : angle;
        return (int) Math.min(half * DIRECTIONS, DIRECTIONS - 1);
    }
}
