package dev.tessera.server.command;

import dev.tessera.server.http.Route;
import dev.tessera.server.security.Access;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The endpoints for verbs of this machine's owner, closed until the token is known. */
final class LocalAccess {
    private static final int LONGEST_COMMAND = 1_000_000;
    private final LocalCommands commands;
    private final Access access;
    private volatile @Nullable ServerFile file;

    LocalAccess(LocalCommands commands, Access access) {
        this.commands = commands;
        this.access = access;
    }

    void open(ServerFile opened) {
        file = opened;
    }

    List<Route> routes() {
        return List.of(
                new Route(
                        Route.Method.GET,
                        LocalCommands.ALIVE_PATH,
                        request -> allowed(request) ? Route.Response.json(200, "{\"alive\":true}") : refused(request)),
                new Route(Route.Method.POST, LocalCommands.COMMAND_PATH, request -> {
                    if (!allowed(request)) {
                        return refused(request);
                    }
                    byte[] body = request.body().readNBytes(LONGEST_COMMAND);
                    LocalRequest command = LocalRequest.parse(new String(body, StandardCharsets.UTF_8));
                    return new Route.Response(200, "application/x-ndjson", out -> commands.run(command, out));
                }));
    }

    private boolean allowed(Route.Request request) {
        ServerFile opened = file;
        return opened != null && opened.authorises(request.header("Authorization"));
    }

    private Route.Response refused(Route.Request request) {
        access.noteRefused(request.address(), "local command", "not with the token in server.json");
        return Route.Response.json(
                401,
                "{\"errors\":[{\"message\":\"this needs the token in server.json\","
                        + "\"extensions\":{\"code\":\"UNAUTHENTICATED\"}}]}");
    }
}
