package dev.tessera.server.security;

import dev.tessera.graphmodel.file.Durable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Makes secrets, and what is kept of them. */
final class Secrets {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Secrets() {}

    /** {@return 256 random bits in 43 letters, digits, dashes and underscores} */
    static String random() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(32));
    }

    /** {@return eight random hexadecimal digits} */
    static String id() {
        return HexFormat.of().formatHex(bytes(4));
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    static String hash(String secret) {
        return Durable.sha256(secret.getBytes(StandardCharsets.UTF_8));
    }

    /** {@return whether two hashes are the same, in a time that does not tell where they differ} */
    static boolean same(String hash, String other) {
        return MessageDigest.isEqual(
                hash.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
    }
}
