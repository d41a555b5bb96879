package dev.tessera.server.http;

import dev.tessera.server.metrics.ServerMetrics;
import dev.tessera.server.security.Access;
import dev.tessera.server.security.Access.Entry;
import dev.tessera.server.security.Role;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** {@code GET /metrics}, for everyone as long as there are no keys, then for holders of any. */
public final class MetricsRoute {
    private final Access access;
    private final Supplier<String> text;

    public MetricsRoute(Access access, Supplier<String> text) {
        this.access = access;
        this.text = text;
    }

    public Route route() {
        return new Route(Route.Method.GET, "/metrics", this::answer);
    }

    private Route.Response answer(Route.Request request) {
        return switch (access.enter(request.header("Authorization"), request.header("X-Api-Key"), request.address())) {
            case Entry.Admitted(var caller)
            when caller.may(Role.VIEWER) ->
                new Route.Response(
                        200,
                        ServerMetrics.CONTENT_TYPE,
                        out -> out.write(text.get().getBytes(StandardCharsets.UTF_8)));
            case Entry.Admitted caller -> refusal(403, "FORBIDDEN", "metrics need a role, and this token has none");
            case Entry.Refused(var reason) ->
                refusal(401, "UNAUTHENTICATED", "metrics need a key: Authorization: Bearer KEY");
        };
    }

    private static Route.Response refusal(int status, String code, String message) {
        return Route.Response.json(
                status, "{\"errors\":[{\"message\":\"" + message + "\",\"extensions\":{\"code\":\"" + code + "\"}}]}");
    }
}
