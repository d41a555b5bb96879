package dev.tessera.server.serving;

import dev.tessera.graphmodel.file.Durable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs cursors, so that nobody makes one of their own. A cursor ends with the load that it was made in; a key that outlives
 * the process tells those from before a restart ({@link Outcome.Conflict}) from texts that never were any. Thread-safe.
 */
public final class CursorKey {
    static final int SIGNATURE_BYTES = 16;

    private static final String ALGORITHM = "HmacSHA256";
    private static final String FILE = "cursor.key";
    private static final int KEY_BYTES = 32;

    private final SecretKeySpec key;

    private CursorKey(byte[] secret) {
        key = new SecretKeySpec(secret, ALGORITHM);
    }

    /** {@return a key that nobody else has} */
    public static CursorKey random() {
        return new CursorKey(secret());
    }

    /**
     * {@return the key of a data folder, made on first use, readable by its owner alone}
     *
     * @throws UncheckedIOException where it can be neither read nor made
     */
    public static CursorKey in(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            if (!Files.exists(file)) {
                Path draft = folder.resolve(FILE + ".new");
                Files.deleteIfExists(draft);
                Files.createFile(draft, Durable.OWNER_ONLY);
                Files.write(draft, secret());
                Files.move(draft, file);
            }
            return new CursorKey(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException("the cursor key in " + file + " cannot be read or made: " + e, e);
        }
    }

    private static byte[] secret() {
        byte[] secret = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(secret);
        return secret;
    }

    /** {@return {@value #SIGNATURE_BYTES} bytes that only this key makes of the message} */
    byte[] sign(byte[] message) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return Arrays.copyOf(mac.doFinal(message), SIGNATURE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
