package dev.tessera.server.report;

import static dev.tessera.server.report.Markup.pixels;

import java.util.List;

/**
 * Points in a plane, in colours by what they are.
 *
 * @param kinds the names of the colours
 */
record Scatter(String title, String horizontal, String vertical, List<String> kinds, List<Dot> dots) implements Chart {
    /** A point; {@code kind} counts from 0 along the colours' names. */
    record Dot(double x, double y, int kind, String name) {}

    @Override
    public void write(Markup svg) {
        Scale across = Scale.linear(dots.stream().mapToDouble(Dot::x).toArray());
        Scale up = Scale.linear(dots.stream().mapToDouble(Dot::y).toArray());
        var frame = new Frame(svg);
        frame.write(title, 44, kinds, () -> {
            frame.verticalAxis(up, vertical);
            frame.horizontalAxis(across, horizontal);
            for (Dot dot : dots) {
                svg.element(
                        "circle",
                        () -> svg.leaf("title", dot.name()),
                        "class",
                        "dot " + Page.colour(dot.kind()),
                        "cx",
                        pixels(Frame.x(across.place(dot.x()))),
                        "cy",
                        pixels(Frame.y(up.place(dot.y()))),
                        "r",
                        "2.6");
            }
        });
    }
}
