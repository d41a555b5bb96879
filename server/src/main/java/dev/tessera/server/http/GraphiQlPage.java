package dev.tessera.server.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/** A page to try queries on. Its libraries come from jars of this server, so that it works without the internet. */
final class GraphiQlPage {
    private static final byte[] PAGE = read("graphiql.html");
    private static final byte[] START = read("graphiql.js");

    private final BooleanSupplier offered;

    GraphiQlPage(BooleanSupplier offered) {
        this.offered = offered;
    }

    void redirect(Context ctx) {
        requireOffered();
        ctx.redirect("/graphiql");
    }

    private void requireOffered() {
        if (!offered.getAsBoolean()) {
            throw Refusal.notFound("GraphiQL is not offered here (http.graphiql). The API is at /graphql");
        }
    }

    void page(Context ctx) {
        requireOffered();
        ctx.contentType("text/html; charset=utf-8").result(PAGE);
    }

    void start(Context ctx) {
        requireOffered();
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
