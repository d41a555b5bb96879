package dev.tessera.training.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.graphmodel.file.Durable;
import dev.tessera.training.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The secret that the ids of erased users are hashed with, in a file that only its owner can read. */
final class ErasureKey {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 32;

    private final SecretKeySpec secret;

    private ErasureKey(byte[] secret) {
        this.secret = new SecretKeySpec(secret, ALGORITHM);
    }

    /** {@return the key in a file, made and forced to the disk where there is none} */
    static ErasureKey of(Path file) throws IOException {
        if (!Files.exists(file)) {
            Path draft = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(draft);
            Files.createFile(draft, Durable.OWNER_ONLY);
            byte[] secret = new byte[BYTES];
            new SecureRandom().nextBytes(secret);
            Files.writeString(draft, HexFormat.of().formatHex(secret));
            Durable.force(draft);
            Durable.rename(draft, file);
        }
        return read(file);
    }

    /** {@return the key in a file that is there} */
    static ErasureKey read(Path file) throws IOException {
        byte[] secret;
        try {
            secret = HexFormat.of().parseHex(Files.readString(file).strip());
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " holds no key", e);
        }
        if (secret.length != BYTES) {
            throw new IOException(file + " holds a key of " + secret.length + " bytes instead of " + BYTES);
        }
        return new ErasureKey(secret);
    }

    /** {@return HMAC-SHA256 of the id, in hexadecimal} */
    String hash(UserId user) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return HexFormat.of().formatHex(mac.doFinal(user.value().getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new TrainingException("this Java platform cannot compute " + ALGORITHM + ": " + e, e);
        }
    }
}
