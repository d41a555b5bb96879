package dev.tessera.server.report;

import static dev.tessera.server.report.Markup.pixels;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** Values along an axis, one line a series. */
record LineChart(String title, String horizontal, String vertical, List<Series> series) implements Chart {
    private static final int FEW = 25;

    /** Places by rising x. */
    record Series(String name, List<Place> places) {}

    /**
     * One value.
     *
     * @param spread how far a whisker reaches to each side; 0 or NaN: there is none
     */
    record Place(double x, double y, double spread) {}

    @Override
    public void write(Markup svg) {
        double[] xs = series.stream()
                .flatMap(s -> s.places().stream())
                .mapToDouble(Place::x)
                .toArray();
        double[] ys = series.stream()
                .flatMap(s -> s.places().stream())
                .flatMapToDouble(p -> Double.isFinite(p.spread())
                        ? DoubleStream.of(p.y() - p.spread(), p.y() + p.spread())
                        : DoubleStream.of(p.y()))
                .toArray();
        Scale across = Scale.fitting(xs);
        Scale up = Scale.linear(ys);
        var frame = new Frame(svg);
        frame.write(title, 44, series.stream().map(Series::name).toList(), () -> {
            frame.verticalAxis(up, vertical);
            frame.horizontalAxis(across, horizontal);
            for (int k = 0; k < series.size(); k++) {
                draw(series.get(k), Page.colour(k), across, up, frame, svg);
            }
        });
    }

    private static void draw(Series series, String colour, Scale across, Scale up, Frame frame, Markup svg) {
        String points = series.places().stream()
                .map(p -> pixels(Frame.x(across.place(p.x()))) + "," + pixels(Frame.y(up.place(p.y()))))
                .collect(Collectors.joining(" "));
        svg.empty("polyline", "class", "line " + colour, "points", points);
        for (Place place : series.places()) {
            double x = Frame.x(across.place(place.x()));
            double y = Frame.y(up.place(place.y()));
            if (place.spread() > 0) {
                double half = y - Frame.y(up.place(place.y() + place.spread()));
                frame.line("line " + colour, x, y - half, x, y + half);
            }
            if (series.places().size() <= FEW) {
                svg.element(
                        "circle",
                        () -> svg.leaf(
                                "title",
                                series.name() + ": " + Scale.number(place.x()) + ", " + Scale.number(place.y())),
                        "class",
                        "fill " + colour,
                        "cx",
                        pixels(x),
                        "cy",
                        pixels(y),
                        "r",
                        "3");
            }
        }
    }
}
