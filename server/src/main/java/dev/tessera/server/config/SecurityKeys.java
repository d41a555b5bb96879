package dev.tessera.server.config;

import dev.tessera.graphmodel.store.AnalystLimits;
import dev.tessera.server.http.HttpSecurity;
import dev.tessera.server.http.TlsFiles;
import dev.tessera.server.security.JwtConfig;
import dev.tessera.server.security.Offer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the keys that say who gets in. */
final class SecurityKeys {
    private static final Pattern ORIGIN = Pattern.compile("https?://([a-z0-9.-]+|\\[[0-9a-f:.]+])(:[0-9]{1,5})?");
    private static final String OFF = "off";
    private static final String NONE = "none";

    private final Settings settings;
    private final Path directory;

    SecurityKeys(Settings settings, Path directory) {
        this.settings = settings;
        this.directory = directory;
    }

    /** {@return the settings, or null where some make no sense} */
    @Nullable
    SecuritySettings read() {
        Offer graphiQl = settings.read(ConfigKey.GRAPHIQL, SecurityKeys::offer);
        Offer introspection = settings.read(ConfigKey.INTROSPECTION, SecurityKeys::offer);
        Set<String> origins = settings.read(
                ConfigKey.ALLOWED_ORIGINS,
                shown -> origins(settings.get(ConfigKey.ALLOWED_ORIGINS).values()));
        TlsFiles tls = settings.read(ConfigKey.TLS_CERTIFICATE, this::tls);
        JwtConfig jwt = settings.read(ConfigKey.JWKS_FILE, this::jwt);
        var analysts = new AnalystLimits(
                Duration.ofSeconds(settings.number(ConfigKey.CYPHER_SECONDS)),
                settings.number(ConfigKey.CYPHER_ROWS),
                settings.number(ConfigKey.CYPHER_MEGABYTES),
                settings.number(ConfigKey.CYPHER_RUNNING));
        return graphiQl == null || introspection == null || origins == null
                ? null
                : new SecuritySettings(jwt, new HttpSecurity(tls, origins, graphiQl), introspection, analysts);
    }

    private static Offer offer(String text) {
        return switch (text) {
            case "on" -> Offer.ON;
            case OFF -> Offer.OFF;
            case "auto" -> Offer.AUTO;
            default -> throw new IllegalArgumentException("must be on, off or auto");
        };
    }

    private static Set<String> origins(List<String> given) {
        for (String origin : given) {
            if (!ORIGIN.matcher(origin).matches()) {
                throw new IllegalArgumentException(
                        "'" + origin + "' is no origin as browsers send it. It should be like"
                                + " https://shop.example.com, in lower case, without a path");
            }
        }
        return Set.copyOf(given);
    }

    private @Nullable TlsFiles tls(String certificate) {
        String key = settings.get(ConfigKey.TLS_KEY).shown();
        if (certificate.equals(OFF) != key.equals(OFF)) {
            throw new IllegalArgumentException("tls.certificate and tls.key go together. Set both, or neither");
        }
        return certificate.equals(OFF) ? null : new TlsFiles(file(certificate), file(key));
    }

    private @Nullable JwtConfig jwt(String jwks) {
        if (jwks.equals(OFF)) {
            return null;
        }
        String issuer = settings.get(ConfigKey.JWT_ISSUER).shown();
        String audience = settings.get(ConfigKey.JWT_AUDIENCE).shown();
        if (issuer.equals(NONE) || audience.equals(NONE)) {
            throw new IllegalArgumentException(
                    "needs security.jwtIssuer and security.jwtAudience too, so that tokens for"
                            + " others open nothing here");
        }
        return new JwtConfig(
                file(jwks), issuer, audience, settings.get(ConfigKey.JWT_ROLES).shown());
    }

    private Path file(String text) {
        Path file = Settings.path(directory, text);
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("there is no file " + file);
        }
        return file;
    }
}
