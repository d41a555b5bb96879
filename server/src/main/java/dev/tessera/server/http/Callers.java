package dev.tessera.server.http;

import dev.tessera.server.security.Access;
import dev.tessera.server.security.Access.Entry;
import dev.tessera.server.security.Principal;
import dev.tessera.server.security.Requester;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/** Tells by a request's headers who calls, and counts its requests. */
final class Callers {
    private final Access access;
    private final RateLimit rate;

    Callers(Access access, RateLimit rate) {
        this.access = access;
        this.rate = rate;
    }

    /** {@return who calls} Those who are not let in are counted by their address, so that guessing is slow too. */
    Requester admit(Context ctx) {
        return switch (access.enter(ctx.header("Authorization"), ctx.header("X-Api-Key"), ctx.ip())) {
            case Entry.Admitted(Principal caller) -> counted(caller, ctx.ip());
            case Entry.Refused(String reason) -> {
                rate.count(ctx.ip());
                ctx.header("WWW-Authenticate", "Bearer");
                throw Refusal.unauthenticated(reason);
            }
        };
    }

    /**
     * {@return who calls over a web socket, or why nobody is let in} The latter is counted, as with {@link #admit}.
     *
     * @param authorization as the header of that name has it, null where there is none
     */
    Entry enter(@Nullable String authorization, @Nullable String apiKey, String address) {
        Entry entry = access.enter(authorization, apiKey, address);
        if (entry instanceof Entry.Refused) {
            rate.count(address);
        }
        return entry;
    }

    /** {@return the caller, one more request of whom is counted} */
    Requester counted(Principal caller, String address) {
        rate.count(caller.id().equals(Principal.NOBODY_ASKED) ? address : caller.id());
        return new Requester(caller, address);
    }
}
