package dev.tessera.server.report;

import static dev.tessera.server.report.Markup.pixels;

import dev.tessera.graphmodel.domain.DenseMatrix;
import java.util.List;
import java.util.Locale;

/**
 * A square of similarities from -1 to 1.
 *
 * @param names of the rows, and of the columns in the same order
 * @param groups what each row belongs to; rows of a group stand together and have a line between them and the next
 */
record HeatMap(String title, List<String> names, List<String> groups, DenseMatrix cosines) implements Chart {
    private static final double LABELS = 190;
    private static final double CELL = 10;
    private static final double TOP = 36;
    private static final int LONGEST = 30;
    private static final int LEGEND_STEPS = 21;

    @Override
    public void write(Markup svg) {
        int size = names.size();
        double side = size * CELL;
        svg.element(
                "svg",
                () -> {
                    svg.leaf("title", title);
                    svg.leaf("text", title, "class", "title", "x", "8", "y", "20");
                    for (int row = 0; row < size; row++) {
                        row(row, svg);
                    }
                    boundaries(side, svg);
                    legend(TOP + side + 12, svg);
                },
                "viewBox",
                "0 0 " + pixels(LABELS + side + 110) + " " + pixels(TOP + side + 50),
                "role",
                "img",
                "xmlns",
                "http://www.w3.org/2000/svg");
    }

    private void row(int row, Markup svg) {
        double y = TOP + row * CELL;
        svg.leaf(
                "text",
                cut(names.get(row)),
                "class",
                "small",
                "x",
                pixels(LABELS - 5),
                "y",
                pixels(y + 8),
                "text-anchor",
                "end");
        for (int column = 0; column < names.size(); column++) {
            double value = cosines.get(row, column);
            String tip =
                    names.get(row) + " and " + names.get(column) + ": " + String.format(Locale.ROOT, "%.2f", value);
            svg.element(
                    "rect",
                    () -> svg.leaf("title", tip),
                    "x",
                    pixels(LABELS + column * CELL),
                    "y",
                    pixels(y),
                    "width",
                    pixels(CELL),
                    "height",
                    pixels(CELL),
                    "fill",
                    colour(value));
        }
    }

    private void boundaries(double side, Markup svg) {
        int from = 0;
        for (int row = 1; row <= groups.size(); row++) {
            if (row < groups.size() && groups.get(row).equals(groups.get(from))) {
                continue;
            }
            double middle = TOP + (from + row) * CELL / 2;
            svg.leaf(
                    "text",
                    cut(groups.get(from)),
                    "class",
                    "small",
                    "x",
                    pixels(LABELS + side + 6),
                    "y",
                    pixels(middle + 3));
            if (row < groups.size()) {
                double at = row * CELL;
                line(LABELS, TOP + at, LABELS + side + 100, TOP + at, svg);
                line(LABELS + at, TOP, LABELS + at, TOP + side, svg);
            }
            from = row;
        }
    }

    private static void line(double x1, double y1, double x2, double y2, Markup svg) {
        svg.empty("line", "class", "boundary", "x1", pixels(x1), "y1", pixels(y1), "x2", pixels(x2), "y2", pixels(y2));
    }

    private static void legend(double top, Markup svg) {
        for (int step = 0; step < LEGEND_STEPS; step++) {
            double value = -1 + 2.0 * step / (LEGEND_STEPS - 1);
            svg.empty(
                    "rect",
                    "x",
                    pixels(LABELS + step * CELL),
                    "y",
                    pixels(top),
                    "width",
                    pixels(CELL),
                    "height",
                    "10",
                    "fill",
                    colour(value));
        }
        double end = LABELS + LEGEND_STEPS * CELL;
        svg.leaf("text", "-1", "class", "small", "x", pixels(LABELS), "y", pixels(top + 21));
        svg.leaf("text", "0", "class", "small", "x", pixels((LABELS + end) / 2 - 3), "y", pixels(top + 21));
        svg.leaf("text", "1  cosine", "class", "small", "x", pixels(end - 8), "y", pixels(top + 21));
    }

    private static String cut(String name) {
        return name.length() <= LONGEST ? name : name.substring(0, name.offsetByCodePoints(0, LONGEST - 2)) + "…";
    }

    /** Blue for unlike, white for nothing in common, red for alike: the same in light and dark, for it is a measure. */
    private static String colour(double value) {
        double size = Math.min(1, Math.abs(value));
        int[] end = value < 0 ? new int[] {33, 102, 172} : new int[] {178, 24, 43};
        return String.format(
                Locale.ROOT,
                "#%02x%02x%02x",
                Math.round(247 + (end[0] - 247) * size),
                Math.round(247 + (end[1] - 247) * size),
                Math.round(247 + (end[2] - 247) * size));
    }
}
