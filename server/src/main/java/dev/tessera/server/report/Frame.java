package dev.tessera.server.report;

import static dev.tessera.server.report.Markup.pixels;

import java.util.List;

/** What every chart has: its title, the box for its drawing, axes with numbers and names, and a legend below. */
final class Frame {
    static final double WIDTH = 560;
    static final double LEFT = 70;
    static final double RIGHT = 15;
    static final double TOP = 36;
    static final double PLOT = 240;

    private static final double LEGEND_ROW = 18;
    private static final double SWATCH = 16;
    private static final double LETTER = 6.6;

    private final Markup svg;

    Frame(Markup svg) {
        this.svg = svg;
    }

    /**
     * Writes a chart.
     *
     * @param below room under the box for the names along the axis
     * @param legend the names of the series, in the order of their colours; empty: no legend
     * @param drawing writes what is in the box
     */
    void write(String title, double below, List<String> legend, Runnable drawing) {
        double height = TOP + PLOT + below + rows(legend) * LEGEND_ROW + 8;
        svg.element(
                "svg",
                () -> {
                    svg.leaf("title", title);
                    svg.leaf("text", title, "class", "title", "x", "8", "y", "20");
                    drawing.run();
                    legend(legend, TOP + PLOT + below);
                },
                "viewBox",
                "0 0 " + pixels(WIDTH) + " " + pixels(height),
                "role",
                "img",
                "xmlns",
                "http://www.w3.org/2000/svg");
    }

    static double x(double place) {
        return LEFT + place * (WIDTH - LEFT - RIGHT);
    }

    static double y(double place) {
        return TOP + (1 - place) * PLOT;
    }

    void verticalAxis(Scale scale, String name) {
        for (double tick : scale.ticks()) {
            double y = y(scale.place(tick));
            line("grid", x(0), y, x(1), y);
            text("tick", LEFT - 6, y + 4, "end", scale.label(tick));
        }
        String x = pixels(16);
        String y = pixels(TOP + PLOT / 2);
        svg.leaf(
                "text",
                name,
                "class",
                "name",
                "x",
                x,
                "y",
                y,
                "text-anchor",
                "middle",
                "transform",
                "rotate(-90 " + x + " " + y + ")");
    }

    void horizontalAxis(Scale scale, String name) {
        line("axis", x(0), y(0), x(1), y(0));
        for (double tick : scale.ticks()) {
            double x = x(scale.place(tick));
            line("axis", x, y(0), x, y(0) + 4);
            text("tick", x, y(0) + 17, "middle", scale.label(tick));
        }
        horizontalName(name);
    }

    void horizontalName(String name) {
        text("name", x(0.5), y(0) + 36, "middle", name);
    }

    void line(String style, double x1, double y1, double x2, double y2) {
        svg.empty("line", "class", style, "x1", pixels(x1), "y1", pixels(y1), "x2", pixels(x2), "y2", pixels(y2));
    }

    void text(String style, double x, double y, String anchor, String text) {
        svg.leaf("text", text, "class", style, "x", pixels(x), "y", pixels(y), "text-anchor", anchor);
    }

    private static double width(String name) {
        return SWATCH + 16 + LETTER * name.length();
    }

    private static int rows(List<String> names) {
        int rows = names.isEmpty() ? 0 : 1;
        double x = LEFT;
        for (String name : names) {
            if (x > LEFT && x + width(name) > WIDTH) {
                rows++;
                x = LEFT;
            }
            x += width(name);
        }
        return rows;
    }

    private void legend(List<String> names, double top) {
        double x = LEFT;
        double y = top + 6;
        for (int series = 0; series < names.size(); series++) {
            String name = names.get(series);
            if (x > LEFT && x + width(name) > WIDTH) {
                x = LEFT;
                y += LEGEND_ROW;
            }
            svg.empty(
                    "rect",
                    "class",
                    "fill " + Page.colour(series),
                    "x",
                    pixels(x),
                    "y",
                    pixels(y),
                    "width",
                    "10",
                    "height",
                    "10");
            text("key", x + SWATCH, y + 9, "start", name);
            x += width(name);
        }
    }
}
