package dev.tessera.server.report;

import java.util.List;

/** One HTML document that stands alone: style and pictures are in it, nothing is fetched and nothing runs. */
final class Page {
    /** How a report is known for one, so that a later one may take its place. */
    static final String GENERATOR = "<meta name=\"generator\" content=\"tessera evaluate\"/>";

    private static final int COLOURS = 8;

    private static final String STYLE = """
            :root { color-scheme: light dark; --paper: #fff; --ink: #1b1f24; --muted: #57606a; --faint: #dfe3e8;
              --k0: #0072b2; --k1: #d55e00; --k2: #009e73; --k3: #c0569a; --k4: #c98a00; --k5: #3c9bd6; --k6: #7a5195;
              --k7: #7d858d; }
            @media (prefers-color-scheme: dark) { :root { --paper: #14181d; --ink: #e6e9ec; --muted: #a3abb3;
              --faint: #323940; --k0: #56b4e9; --k1: #ff8c42; --k2: #2fc79a; --k3: #e6a3c7; --k4: #f2c14e;
              --k5: #9ad0f5; --k6: #b39ddb; --k7: #98a1a9; } }
            body { background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto;
              max-width: 75rem; padding: 0 1rem; }
            h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2.2rem; }
            p { max-width: 50rem; } .note { color: var(--muted); }
            pre { background: var(--faint); border-radius: 4px; padding: .7rem 1rem; white-space: pre-wrap; }
            .wide { margin-bottom: 1.2rem; overflow-x: auto; }
            table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }
            th, td { border-bottom: 1px solid var(--faint); padding: .3rem .9rem .3rem 0; text-align: left;
              vertical-align: top; white-space: nowrap; } td:last-child { white-space: normal; }
            th { color: var(--muted); font-weight: 600; } tr.marked td { font-weight: 700; }
            .charts { display: grid; gap: 1.2rem; grid-template-columns: repeat(auto-fit, minmax(min(30rem, 100%), 1fr)); }
            .charts.one { grid-template-columns: minmax(0, 46rem); }
            svg { height: auto; width: 100%; } svg text { fill: var(--ink); font-family: system-ui, sans-serif; }
            rect { shape-rendering: crispEdges; } .title { font-size: 14px; font-weight: 600; } .name { font-size: 12px; } .tick, .key { font-size: 11px; }
            svg .tick { fill: var(--muted); } .small { font-size: 8px; }
            .grid { stroke: var(--faint); } .axis, .whisker, .boundary { stroke: var(--ink); }
            .whisker { stroke-width: 1.5; } .boundary { stroke-width: .7; }
            .k0 { --k: var(--k0); } .k1 { --k: var(--k1); } .k2 { --k: var(--k2); } .k3 { --k: var(--k3); }
            .k4 { --k: var(--k4); } .k5 { --k: var(--k5); } .k6 { --k: var(--k6); } .k7 { --k: var(--k7); }
            .line { fill: none; stroke: var(--k); stroke-width: 1.7; } .fill { fill: var(--k); }
            .dot { fill: var(--k); fill-opacity: .75; }
            """;

    private final Markup body = new Markup();

    /** {@return the style class of a series; there are eight colours, and they come round again} */
    static String colour(int series) {
        return "k" + series % COLOURS;
    }

    void heading(String text) {
        body.leaf("h2", text);
    }

    void paragraph(String text) {
        body.leaf("p", text);
    }

    void note(String text) {
        body.leaf("p", text, "class", "note");
    }

    void code(String text) {
        body.leaf("pre", text);
    }

    /** @param marked the row that stands out; -1: none */
    void table(List<String> header, List<List<String>> rows, int marked) {
        body.element(
                "div",
                () -> body.element("table", () -> {
                    row(header, "th");
                    for (int k = 0; k < rows.size(); k++) {
                        List<String> cells = rows.get(k);
                        row(cells, "td", k == marked ? new String[] {"class", "marked"} : new String[0]);
                    }
                }),
                "class",
                "wide");
    }

    private void row(List<String> cells, String element, String... attributes) {
        body.element("tr", () -> cells.forEach(cell -> body.leaf(element, cell)), attributes);
    }

    /** Writes charts side by side where there is room. */
    void charts(List<? extends Chart> charts) {
        String style = charts.size() == 1 ? "charts one" : "charts";
        body.element(
                "div",
                () -> charts.forEach(chart -> body.element("figure", () -> chart.write(body), "style", "margin: 0")),
                "class",
                style);
    }

    /** {@return the document} */
    String html(String title) {
        var page = new Markup();
        page.raw("<!DOCTYPE html>\n");
        page.element(
                "html",
                () -> page.element("head", () -> page.raw("<meta charset=\"utf-8\"/>")
                                .raw(GENERATOR)
                                .raw("<meta name=\"viewport\" content=\"width=device-width\"/>")
                                .leaf("title", title)
                                .element("style", () -> page.raw(STYLE)))
                        .element("body", () -> page.leaf("h1", title).raw(body.toString())),
                "lang",
                "en");
        return page.toString();
    }
}
