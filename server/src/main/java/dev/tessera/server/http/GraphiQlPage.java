package dev.tessera.server.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** A page to try queries on. Its libraries come from jars of this server, so that it works without the internet. */
final class GraphiQlPage {
    private static final byte[] PAGE = read("graphiql.html");
    private static final byte[] START = read("graphiql.js");

    private GraphiQlPage() {}

    static void page(Context ctx) {
        ctx.contentType("text/html; charset=utf-8").result(PAGE);
    }

    static void start(Context ctx) {
        ctx.contentType("text/javascript; charset=utf-8").result(START);
    }

    private static byte[] read(String name) {
        try (InputStream file = Objects.requireNonNull(GraphiQlPage.class.getResourceAsStream(name))) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
