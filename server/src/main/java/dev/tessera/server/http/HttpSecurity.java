package dev.tessera.server.http;

import dev.tessera.server.security.Offer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How HTTP is kept safe.
 *
 * @param tls null: plain HTTP
 * @param allowedOrigins pages of others that may call, such as {@code https://shop.example.com}
 * @param graphiQl whether the page to try queries on is served
 */
public record HttpSecurity(@Nullable TlsFiles tls, Set<String> allowedOrigins, Offer graphiQl) {
    public HttpSecurity {
        allowedOrigins = Set.copyOf(allowedOrigins);
    }

    /** {@return plain HTTP for its own pages} */
    public static HttpSecurity standard() {
        return new HttpSecurity(null, Set.of(), Offer.AUTO);
    }
}
