package dev.tessera.server.report;

import java.util.Locale;

/** Writes HTML and SVG. Every text and every attribute's value is escaped, so that no title can become markup. */
final class Markup {
    private final StringBuilder out = new StringBuilder();

    /** Writes text. */
    Markup text(String text) {
        out.append(escaped(text));
        return this;
    }

    /** Writes an element with text in it. */
    Markup leaf(String name, String text, String... attributes) {
        return element(name, () -> text(text), attributes);
    }

    /** Writes an element with nothing in it. */
    Markup empty(String name, String... attributes) {
        start(name, attributes);
        out.append("/>\n");
        return this;
    }

    /**
     * Writes an element.
     *
     * @param content writes what is in it
     * @param attributes name, value, name, value
     */
    Markup element(String name, Runnable content, String... attributes) {
        start(name, attributes);
        out.append('>');
        content.run();
        out.append("</").append(name).append(">\n");
        return this;
    }

    /** Writes what is markup already. Never anything that came from outside. */
    Markup raw(String markup) {
        out.append(markup);
        return this;
    }

    private void start(String name, String... attributes) {
        out.append('<').append(name);
        for (int k = 0; k < attributes.length; k += 2) {
            out.append(' ').append(attributes[k]).append("=\"");
            out.append(escaped(attributes[k + 1])).append('"');
        }
    }

    private static String escaped(String text) {
        var safe = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.appendCodePoint(c < ' ' && c != '\n' ? ' ' : c);
            }
        });
        return safe.toString();
    }

    /** {@return a length or position, to a tenth of a pixel} */
    static String pixels(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
