package dev.tessera.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.javalin.http.Context;
import java.util.Map;

/** {@code /health/live}: the process runs. {@code /health/ready}: it can answer. */
final class HealthEndpoint {
    private final Health health;

    HealthEndpoint(Health health) {
        this.health = health;
    }

    static void live(Context ctx) throws JsonProcessingException {
        Json.answer(ctx, 200, Map.of("status", "live"));
    }

    void ready(Context ctx) throws JsonProcessingException {
        switch (health.readiness()) {
            case Health.Readiness.Ready() -> Json.answer(ctx, 200, Map.of("status", "ready"));
            case Health.Readiness.Degraded(var reasons) ->
                Json.answer(ctx, 200, Map.of("status", "degraded", "reasons", reasons));
            case Health.Readiness.NotReady(String reason) ->
                Json.answer(ctx, 503, Map.of("status", "not ready", "reason", reason));
        }
    }
}
