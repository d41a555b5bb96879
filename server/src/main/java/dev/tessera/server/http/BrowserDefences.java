package dev.tessera.server.http;

import io.javalin.http.Context;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps web pages of others from using a visitor's browser against this server: it answers only to its own names, to
 * its own pages, and to bodies that a foreign page cannot send without asking first.
 */
final class BrowserDefences {
    /** GraphiQL sets styles from its scripts; all else is files of this server. */
    private static final String CONTENT_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
                    + " img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'";

    private static final Set<String> METHODS_WITHOUT_BODY = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private static final String A_YEAR = "max-age=31536000";
    private static final String TEN_MINUTES = "600";

    private final AllowedHosts hosts;
    private final Set<String> origins;

    /** @param origins pages of others that may call */
    BrowserDefences(AllowedHosts hosts, Set<String> origins) {
        this.hosts = hosts;
        this.origins = origins;
    }

    static void addHeaders(Context ctx, boolean encrypted) {
        if (encrypted) {
            ctx.header("Strict-Transport-Security", A_YEAR);
        }
        ctx.header("Content-Security-Policy", CONTENT_POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Frame-Options", "DENY")
                .header("Referrer-Policy", "no-referrer")
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Cross-Origin-Resource-Policy", "same-origin");
    }

    /** Refuses what a page of others may have sent. */
    void check(Context ctx) {
        String host = ctx.header("Host");
        if (!hosts.contains(host)) {
            throw Refusal.forbidden("this server does not answer to the host " + Refusal.quoted(String.valueOf(host))
                    + ". Call it by localhost and its port, or add the host to http.allowedHosts in tessera.yaml");
        }
        String origin = ctx.header("Origin");
        if (origin != null && !isSame(origin, host)) {
            allowOrRefuse(ctx, origin, String.valueOf(host));
        }
        if (isQuestionOfBrowser(ctx)) {
            ctx.status(204).skipRemainingHandlers();
            return;
        }
        if (!METHODS_WITHOUT_BODY.contains(ctx.req().getMethod()) && !isJson(ctx.header("Content-Type"))) {
            throw Refusal.unsupportedMediaType("the Content-Type was "
                    + Refusal.quoted(String.valueOf(ctx.header("Content-Type"))) + ". Send application/json in UTF-8");
        }
    }

    private void allowOrRefuse(Context ctx, String origin, String host) {
        if (!origins.contains(origin)) {
            throw Refusal.forbidden(
                    "pages of " + Refusal.quoted(origin) + " may not call this server, which they know as "
                            + host + ". Call it from its own pages or from outside a browser, or add the origin to"
                            + " http.allowedOrigins in tessera.yaml");
        }
        ctx.header("Access-Control-Allow-Origin", origin)
                .header("Vary", "Origin")
                .header("Access-Control-Expose-Headers", "Retry-After");
        if (isQuestionOfBrowser(ctx)) {
            ctx.header("Access-Control-Allow-Methods", "POST")
                    .header("Access-Control-Allow-Headers", "Authorization, Content-Type, X-Api-Key")
                    .header("Access-Control-Max-Age", TEN_MINUTES);
        }
    }

    /** Browsers ask, before they let a page call another server. */
    private static boolean isQuestionOfBrowser(Context ctx) {
        return ctx.req().getMethod().equals("OPTIONS") && ctx.header("Access-Control-Request-Method") != null;
    }

    private static boolean isSame(String origin, @Nullable String host) {
        return origin.equalsIgnoreCase("http://" + host) || origin.equalsIgnoreCase("https://" + host);
    }

    private static boolean isJson(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        String plain = contentType.toLowerCase(Locale.ROOT).replace(" ", "").replace("\"", "");
        return plain.equals(Json.TYPE) || plain.equals(Json.TYPE + ";charset=utf-8");
    }
}
