package dev.tessera.server.report;

import static dev.tessera.server.report.Markup.pixels;

import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Bars in groups, from zero, with a whisker on each.
 *
 * @param groups the names along the axis, each of one or two lines
 * @param series one bar a group each
 */
record BarChart(String title, String horizontal, String vertical, List<String> groups, List<Series> series)
        implements Chart {
    private static final double GAP = 0.2;

    /** One bar for each group. */
    record Series(String name, List<Bar> bars) {}

    /** A value and the ends of its whisker; NaN: no bar, or no whisker. */
    record Bar(double value, double low, double high) {
        /** {@return the bar of a share, which cannot be below zero, nor its whisker} */
        static Bar ofShare(double value, double spread) {
            return new Bar(value, Math.max(0, value - spread), value + spread);
        }
    }

    @Override
    public void write(Markup svg) {
        double[] values = DoubleStream.concat(
                        DoubleStream.of(0),
                        series.stream()
                                .flatMap(s -> s.bars().stream())
                                .flatMapToDouble(b -> DoubleStream.of(b.value(), b.low(), b.high())))
                .toArray();
        Scale up = Scale.linear(values);
        List<String> legend = series.size() == 1
                ? List.of()
                : series.stream().map(Series::name).toList();
        var frame = new Frame(svg);
        frame.write(title, 60, legend, () -> {
            frame.verticalAxis(up, vertical);
            for (int k = 0; k < series.size(); k++) {
                draw(k, up, frame, svg);
            }
            frame.line("axis", Frame.x(0), Frame.y(up.place(0)), Frame.x(1), Frame.y(up.place(0)));
            names(frame);
        });
    }

    private void names(Frame frame) {
        for (int g = 0; g < groups.size(); g++) {
            double x = Frame.x((g + 0.5) / groups.size());
            String[] lines = groups.get(g).split("\n", 2);
            frame.text("tick", x, Frame.y(0) + 16, "middle", lines[0]);
            if (lines.length == 2) {
                frame.text("tick", x, Frame.y(0) + 30, "middle", lines[1]);
            }
        }
        frame.text("name", Frame.x(0.5), Frame.y(0) + 50, "middle", horizontal);
    }

    private void draw(int k, Scale up, Frame frame, Markup svg) {
        double group = Frame.x(1.0 / groups.size()) - Frame.x(0);
        double width = group * (1 - GAP) / series.size();
        double zero = Frame.y(up.place(0));
        for (int g = 0; g < groups.size(); g++) {
            Bar bar = series.get(k).bars().get(g);
            if (!Double.isFinite(bar.value())) {
                continue;
            }
            double x = Frame.x((double) g / groups.size()) + group * GAP / 2 + k * width;
            double y = Frame.y(up.place(bar.value()));
            String tip =
                    series.get(k).name() + ", " + groups.get(g).replace('\n', ' ') + ": " + Scale.number(bar.value());
            svg.element(
                    "rect",
                    () -> svg.leaf("title", tip),
                    "class",
                    "fill " + Page.colour(k),
                    "x",
                    pixels(x + 1),
                    "y",
                    pixels(Math.min(y, zero)),
                    "width",
                    pixels(Math.max(1, Math.min(width - 2, 60))),
                    "height",
                    pixels(Math.abs(zero - y)));
            if (Double.isFinite(bar.low()) && bar.high() > bar.low()) {
                double middle = x + 1 + Math.max(1, Math.min(width - 2, 60)) / 2;
                frame.line("whisker", middle, Frame.y(up.place(bar.low())), middle, Frame.y(up.place(bar.high())));
            }
        }
    }
}
