package dev.tessera.server.report;

/** A picture of figures, as SVG within the page. */
sealed interface Chart permits LineChart, BarChart, HeatMap, Scatter {
    void write(Markup svg);
}
