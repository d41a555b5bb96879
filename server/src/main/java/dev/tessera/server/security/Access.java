package dev.tessera.server.security;

import dev.tessera.server.security.AuditLog.Act;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells who calls. Without a key file and without a JWKS file everyone has every role. Once there were keys, a server asks
 * for one until it ends, also when the last is revoked or the file is gone. Thread-safe.
 */
public final class Access {
    private static final String BEARER = "Bearer ";
    private static final int LONGEST = 16_384;
    private static final int SHOWN_OF_REASON = 100;

    private final @Nullable Watched<List<ApiKey>> keys;
    private final @Nullable SignedTokens tokens;
    private final @Nullable AuditLog log;
    private volatile boolean guarded;

    private Access(@Nullable Watched<List<ApiKey>> keys, @Nullable SignedTokens tokens, @Nullable AuditLog log) {
        this.keys = keys;
        this.tokens = tokens;
        this.log = log;
    }

    /** The outcome of looking at a request's credentials. */
    public sealed interface Entry {
        /** Let in. */
        record Admitted(Principal principal) implements Entry {}

        /**
         * Not let in.
         *
         * @param reason what to do, without anything of what was sent
         */
        record Refused(String reason) implements Entry {}
    }

    /**
     * {@return the access to a data folder's server}
     *
     * @param jwt null where signed tokens are not accepted
     * @throws AccessException where a file there makes no sense
     */
    public static Access to(Path data, @Nullable JwtConfig jwt) {
        return to(data, jwt, null);
    }

    /**
     * As {@link #to(Path, JwtConfig)}.
     *
     * @param log where those are noted who are not let in
     */
    public static Access to(Path data, @Nullable JwtConfig jwt, @Nullable AuditLog log) {
        var file = new KeyFile(data);
        return new Access(
                new Watched<>(file.path(), List.of(), file::parse), jwt == null ? null : SignedTokens.of(jwt), log);
    }

    /** {@return access for everyone, for ever} */
    public static Access open() {
        return new Access(null, null, null);
    }

    /** {@return whether callers must show who they are} */
    public boolean isGuarded() {
        if (!guarded) {
            guarded = tokens != null || (keys != null && keys.exists());
        }
        return guarded;
    }

    /**
     * {@return who calls, or why nobody is let in}
     *
     * @param authorization the header {@code Authorization}, null where there is none
     * @param apiKey the header {@code X-Api-Key}, null where there is none
     */
    public Entry enter(@Nullable String authorization, @Nullable String apiKey) {
        if (!isGuarded()) {
            return new Entry.Admitted(Principal.anyone());
        }
        if (authorization == null && apiKey == null) {
            return new Entry.Refused("this server asks for a key. Send it as 'Authorization: Bearer KEY' or as"
                    + " 'X-Api-Key: KEY'; its administrator makes one with: tessera key create");
        }
        if (authorization != null && apiKey != null) {
            return new Entry.Refused("both Authorization and X-Api-Key were sent. Send one of them");
        }
        String secret = apiKey == null ? bearer(String.valueOf(authorization)) : apiKey;
        if (secret == null || secret.length() > LONGEST) {
            return new Entry.Refused("the Authorization header should be 'Bearer KEY'");
        }
        Principal known = withKey(secret);
        if (known != null) {
            return new Entry.Admitted(known);
        }
        return tokens != null && apiKey == null
                ? tokens.enter(secret)
                : new Entry.Refused("the key is not known here, or was revoked");
    }

    /** As {@link #enter(String, String)}; who is not let in is noted with the address, never with what was sent. */
    public Entry enter(@Nullable String authorization, @Nullable String apiKey, String address) {
        Entry entry = enter(authorization, apiKey);
        if (entry instanceof Entry.Refused(String reason)) {
            noteRefused(address, "enter", reason);
        }
        return entry;
    }

    /** Notes somebody who had not what was needed. */
    public void noteRefused(String address, String what, String reason) {
        if (log != null) {
            String shown = reason.length() <= SHOWN_OF_REASON ? reason : reason.substring(0, SHOWN_OF_REASON) + "...";
            log.addRefused(Requester.unknown(address), new Act(what, null, "UNAUTHENTICATED: " + shown));
        }
    }

    private static @Nullable String bearer(String authorization) {
        return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? authorization.substring(BEARER.length()).strip()
                : null;
    }

    /** Compares with all keys, so that the time does not tell which was near. */
    private @Nullable Principal withKey(String secret) {
        String hash = Secrets.hash(secret);
        Principal found = null;
        for (ApiKey key : keys == null ? List.<ApiKey>of() : keys.get()) {
            if (Secrets.same(hash, key.hash())) {
                found = key.principal();
            }
        }
        return found;
    }

    /** {@return whether there is a key or an issuer of tokens, so that somebody can show who they are} */
    public boolean hasMeans() {
        return tokens != null || (keys != null && !keys.get().isEmpty());
    }
}
