package dev.tessera.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tessera.server.log.RequestIds;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes every failure an answer in JSON. What was not foreseen is logged, and only its id is told. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    static void handle(RoutesConfig routes) {
        routes.exception(Refusal.class, (refusal, ctx) -> refuse(ctx, refusal));
        routes.exception(HttpResponseException.class, (e, ctx) -> refuse(ctx, ofJavalin(ctx, e)));
        routes.exception(Exception.class, (e, ctx) -> refuse(ctx, unforeseen(ctx, e)));
    }

    private static Refusal ofJavalin(Context ctx, HttpResponseException e) {
        String call = ctx.req().getMethod() + " " + Refusal.quoted(ctx.path());
        return switch (e.getStatus()) {
            case 404 -> Refusal.notFound("there is nothing at " + ctx.path() + ". The API is at /graphql");
            case 405 -> Refusal.methodNotAllowed(call + " is not supported");
            default -> e.getStatus() < 500 ? Refusal.badRequest(call + ": " + e.getMessage()) : unforeseen(ctx, e);
        };
    }

    private static Refusal unforeseen(Context ctx, Exception e) {
        String id = RequestIds.current();
        LOG.error("error {} at {} {}", id, ctx.req().getMethod(), ctx.path(), e);
        return Refusal.internal("something went wrong here. The server's log says what, under " + id);
    }

    private static void refuse(Context ctx, Refusal refusal) {
        try {
            Json.refuse(ctx, refusal);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("two strings can always be written as JSON", e);
        }
    }
}
