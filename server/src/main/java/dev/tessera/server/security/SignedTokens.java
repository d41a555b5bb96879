package dev.tessera.server.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.tessera.server.security.Access.Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tokens that another service signs, checked with its public keys in a JWKS file: signature (RS256 or ES256 only),
 * issuer, audience and time. Thread-safe.
 */
final class SignedTokens {
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256);
    private static final Set<String> REQUIRED = Set.of("sub", "exp", "iss", "aud");

    private final JwtConfig config;
    /** One, or none where the file is out of order. */
    private final Watched<List<DefaultJWTProcessor<SecurityContext>>> processor;

    private SignedTokens(JwtConfig config) {
        this.config = config;
        this.processor = new Watched<>(config.jwks(), List.of(), text -> List.of(processor(config, text)));
    }

    /** @throws AccessException where the JWKS file is missing or holds no public keys */
    static SignedTokens of(JwtConfig config) {
        if (!Files.isRegularFile(config.jwks())) {
            throw new AccessException("security.jwksFile: there is no file " + config.jwks());
        }
        return new SignedTokens(config);
    }

    private static DefaultJWTProcessor<SecurityContext> processor(JwtConfig config, String text) {
        var made = new DefaultJWTProcessor<SecurityContext>();
        made.setJWSKeySelector(
                new JWSVerificationKeySelector<>(ALGORITHMS, new ImmutableJWKSet<>(publicKeys(config.jwks(), text))));
        JWTClaimsSet exact = new JWTClaimsSet.Builder().issuer(config.issuer()).build();
        made.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(config.audience(), exact, REQUIRED));
        return made;
    }

    private static JWKSet publicKeys(Path file, String text) {
        JWKSet keys;
        try {
            keys = JWKSet.parse(text);
        } catch (ParseException e) {
            throw new AccessException(file + " is no JWKS document: " + e.getMessage(), e);
        }
        if (keys.getKeys().stream().anyMatch(k -> k.isPrivate() || k.toPublicJWK() == null)) {
            throw new AccessException(file + " holds private or symmetric keys. Put the issuer's public keys there");
        }
        if (keys.isEmpty()) {
            throw new AccessException(file + " holds no keys");
        }
        return keys;
    }

    Entry enter(String token) {
        List<DefaultJWTProcessor<SecurityContext>> current = processor.get();
        if (current.isEmpty()) {
            return new Entry.Refused("tokens cannot be checked at the moment. The server's log says why");
        }
        try {
            JWTClaimsSet claims = current.getFirst().process(token, null);
            String subject = claims.getSubject();
            return new Entry.Admitted(new Principal("jwt:" + subject, subject, roles(claims)));
        } catch (ParseException e) {
            return new Entry.Refused("this is neither a key that is known here nor a signed token");
        } catch (BadJOSEException | JOSEException e) {
            return new Entry.Refused("the token is not accepted: " + e.getMessage());
        }
    }

    private Set<Role> roles(JWTClaimsSet claims) {
        Object value = claims.getClaims();
        for (String step : List.of(config.rolesClaim().split("\\."))) {
            value = value instanceof Map<?, ?> map ? map.get(step) : null;
        }
        List<?> words = value instanceof List<?> list
                ? list
                : List.of(String.valueOf(value).split(" "));
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (Object word : words) {
            Role role = Role.find(String.valueOf(word));
            if (role != null) {
                roles.add(role);
            }
        }
        return roles;
    }
}
