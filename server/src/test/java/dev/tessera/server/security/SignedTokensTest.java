package dev.tessera.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.tessera.server.http.MetricsRoute;
import dev.tessera.server.http.Route;
import dev.tessera.server.security.Access.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens as an issuer signs them, and as those forge them who have its public keys. */
class SignedTokensTest {
    private static final String ISSUER = "https://id.example.com";

    private static RSAKey rsa;
    private static ECKey ec;

    @TempDir
    private Path folder;

    private Path jwks;
    private Access access;

    @BeforeAll
    static void makeKeys() throws JOSEException {
        rsa = new RSAKeyGenerator(2048).keyID("r").generate();
        ec = new ECKeyGenerator(Curve.P_256).keyID("e").generate();
    }

    @BeforeEach
    void configure() throws IOException {
        jwks = Files.writeString(folder.resolve("jwks.json"), new JWKSet(List.of(rsa, ec)).toString(true));
        access = access("roles");
    }

    private Access access(String claim) {
        return Access.to(folder, new JwtConfig(jwks, ISSUER, "tessera", claim));
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .subject("ann")
                .issuer(ISSUER)
                .audience("tessera")
                .expirationTime(Date.from(Instant.now().plus(Duration.ofHours(1))))
                .claim("roles", List.of("editor", "stranger"));
    }

    private static String signed(JWSAlgorithm algorithm, String key, JWSSigner signer, JWTClaimsSet claims)
            throws JOSEException {
        var token = new SignedJWT(new JWSHeader.Builder(algorithm).keyID(key).build(), claims);
        token.sign(signer);
        return token.serialize();
    }

    private static String signed(JWTClaimsSet.Builder claims) throws JOSEException {
        return signed(JWSAlgorithm.RS256, "r", new RSASSASigner(rsa), claims.build());
    }

    private Entry enter(String token) {
        return access.enter("Bearer " + token, null);
    }

    private void refused(String token) {
        assertThat(enter(token)).isInstanceOf(Entry.Refused.class);
    }

    @Test
    void what_the_issuer_signed_lets_in_with_the_roles_it_names() throws JOSEException {
        var ann = new Entry.Admitted(new Principal("jwt:ann", "ann", Set.of(Role.EDITOR)));
        assertThat(enter(signed(claims()))).isEqualTo(ann);
        assertThat(enter(signed(JWSAlgorithm.ES256, "e", new ECDSASigner(ec), claims().build())))
                .isEqualTo(ann);
        assertThat(enter(signed(claims().audience(List.of("other", "tessera")))))
                .isEqualTo(ann);
    }

    @Test
    void roles_come_as_words_or_lists_or_from_within_objects_and_unknown_ones_give_nothing() throws JOSEException {
        assertThat(roles(claims().claim("roles", "viewer ANALYST"))).containsOnly(Role.VIEWER, Role.ANALYST);
        assertThat(roles(claims().claim("roles", null))).isEmpty();
        assertThat(roles(claims().claim("roles", List.of("administrator", 7)))).isEmpty();
        access = access("realm_access.roles");
        assertThat(roles(claims())).isEmpty();
        assertThat(roles(claims().claim("realm_access", Map.of("roles", List.of("admin")))))
                .containsOnly(Role.ADMIN);
        assertThat(roles(claims().claim("realm_access", "admin"))).isEmpty();
    }

    @Test
    void without_a_role_not_even_figures_are_shown() throws JOSEException, IOException {
        assertThat(metrics(signed(claims().claim("roles", "viewer")))).isEqualTo(200);
        assertThat(metrics(signed(claims().claim("roles", "stranger")))).isEqualTo(403);
        assertThat(metrics("none")).isEqualTo(401);
    }

    private int metrics(String token) throws IOException {
        return new MetricsRoute(access, () -> "figures")
                .route()
                .handler()
                .handle(new Route.Request() {
                    @Override
                    public String header(String name) {
                        return name.equals("Authorization") ? "Bearer " + token : null;
                    }

                    @Override
                    public String address() {
                        return "192.0.2.1";
                    }

                    @Override
                    public InputStream body() {
                        return InputStream.nullInputStream();
                    }
                })
                .status();
    }

    private Set<Role> roles(JWTClaimsSet.Builder claims) throws JOSEException {
        return ((Entry.Admitted) enter(signed(claims))).principal().roles();
    }

    @Test
    void what_is_forged_or_for_others_or_too_old_is_refused() throws JOSEException {
        RSAKey foreign = new RSAKeyGenerator(2048).keyID("r").generate();
        refused(signed(JWSAlgorithm.RS256, "r", new RSASSASigner(foreign), claims().build()));
        refused(new PlainJWT(claims().build()).serialize());
        byte[] known = rsa.toPublicJWK().toRSAPublicKey().getEncoded();
        refused(signed(JWSAlgorithm.HS256, "r", new MACSigner(known), claims().build()));
        byte[] text = rsa.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
        refused(signed(JWSAlgorithm.HS256, "r", new MACSigner(text), claims().build()));
        refused(signed(JWSAlgorithm.RS512, "r", new RSASSASigner(rsa), claims().build()));
        refused(signed(JWSAlgorithm.PS256, "r", new RSASSASigner(rsa), claims().build()));
        refused(signed(claims().issuer("https://evil.example")));
        refused(signed(claims().issuer(null)));
        refused(signed(claims().audience("other")));
        refused(signed(claims().audience((String) null)));
        refused(signed(claims().subject(null)));
        refused(signed(claims().expirationTime(null)));
        refused(signed(claims().expirationTime(Date.from(Instant.now().minus(Duration.ofHours(1))))));
        refused(signed(claims().notBeforeTime(Date.from(Instant.now().plus(Duration.ofHours(1))))));
        refused("a.b.c");
        refused("x");
    }

    @Test
    void a_changed_payload_or_no_signature_is_refused() throws JOSEException {
        String[] parts = signed(claims()).split("\\.");
        String[] other = signed(claims().claim("roles", "admin")).split("\\.");
        refused(parts[0] + "." + other[1] + "." + parts[2]);
        refused(parts[0] + "." + parts[1] + ".");
        refused(parts[0] + "." + parts[1]);
    }

    @Test
    void a_token_is_no_api_key_and_a_key_works_beside_tokens() throws JOSEException {
        assertThat(access.enter(null, signed(claims()))).isInstanceOf(Entry.Refused.class);
        assertThat(access.enter(null, null)).isInstanceOf(Entry.Refused.class);
        String key =
                new ApiKeys(folder, Clock.systemUTC()).create("x", Role.VIEWER).secret();
        assertThat(access(("roles")).enter(null, key)).isInstanceOf(Entry.Admitted.class);
    }

    @Test
    void when_the_issuer_changes_its_keys_the_old_ones_open_nothing_more() throws Exception {
        String before = signed(claims());
        assertThat(enter(before)).isInstanceOf(Entry.Admitted.class);
        RSAKey next = new RSAKeyGenerator(2048).keyID("next").generate();
        Files.writeString(jwks, new JWKSet(next).toString(true));
        Thread.sleep(300);
        refused(before);
        assertThat(enter(signed(JWSAlgorithm.RS256, "next", new RSASSASigner(next), claims().build())))
                .isInstanceOf(Entry.Admitted.class);
        Files.delete(jwks);
        Thread.sleep(300);
        refused(signed(JWSAlgorithm.RS256, "next", new RSASSASigner(next), claims().build()));
        assertThat(access.enter(null, null)).isInstanceOf(Entry.Refused.class);
    }

    @Test
    void a_file_with_private_or_shared_keys_or_none_is_refused_at_the_start() throws Exception {
        for (String text : List.of(
                new JWKSet(rsa).toString(false),
                new JWKSet(new OctetSequenceKeyGenerator(256).generate()).toString(false),
                "{\"keys\": []}",
                "no JSON")) {
            Files.writeString(jwks, text);
            assertThatExceptionOfType(AccessException.class)
                    .isThrownBy(() -> access("roles"))
                    .withMessageContaining(jwks.toString())
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\"d\""));
        }
    }
}
