package dev.tessera.server.security;

import java.nio.file.Path;

/**
 * Whose signed tokens are accepted.
 *
 * @param jwks the file with the issuer's public keys
 * @param issuer what {@code iss} must be
 * @param audience what {@code aud} must hold, so that a token for another service of the same issuer opens nothing here
 * @param rolesClaim the claim that holds the roles, one word or a list; dots lead into objects
 */
public record JwtConfig(Path jwks, String issuer, String audience, String rolesClaim) {
    public JwtConfig {
        if (issuer.isBlank() || audience.isBlank()) {
            throw new IllegalArgumentException(
                    "issuer and audience of tokens must both be known, were '" + issuer + "' and '" + audience + "'");
        }
        if (rolesClaim.isBlank()) {
            throw new IllegalArgumentException("the claim that holds the roles must have a name. Maybe roles?");
        }
    }
}
