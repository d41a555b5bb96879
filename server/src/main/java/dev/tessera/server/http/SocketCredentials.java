package dev.tessera.server.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a client showed to be let in; it is looked at again with each request, for keys are revoked and tokens run out. */
record SocketCredentials(
        @Nullable String authorization, @Nullable String apiKey) {
    /** {@return what the first message shows, or where it shows nothing, the request that opened the connection} */
    static SocketCredentials of(@Nullable Object payload, SocketLink link) {
        return new SocketCredentials(shown(payload, "Authorization", link), shown(payload, "X-Api-Key", link));
    }

    private static @Nullable String shown(@Nullable Object payload, String name, SocketLink link) {
        Object given = payload instanceof Map<?, ?> map ? map.get(name) : null;
        return given instanceof String text ? text : link.header(name);
    }
}
