package dev.tessera.server.config;

import dev.tessera.graphmodel.store.AnalystLimits;
import dev.tessera.server.http.HttpSecurity;
import dev.tessera.server.security.JwtConfig;
import dev.tessera.server.security.Offer;
import org.jspecify.annotations.Nullable;

/**
 * Who gets in, and how.
 *
 * @param jwt null: no signed tokens are accepted
 * @param introspection whether a query may ask for the schema
 * @param analysts what their queries may take
 */
public record SecuritySettings(
        @Nullable JwtConfig jwt, HttpSecurity http, Offer introspection, AnalystLimits analysts) {
    /** {@return what is in force where nothing is configured} */
    public static SecuritySettings standard() {
        return new SecuritySettings(null, HttpSecurity.standard(), Offer.AUTO, AnalystLimits.standard());
    }
}
