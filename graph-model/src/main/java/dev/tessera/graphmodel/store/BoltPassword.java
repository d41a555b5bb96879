package dev.tessera.graphmodel.store;

import dev.tessera.graphmodel.file.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The password of the Bolt user {@code neo4j}, generated at first, kept in a file that only its owner can read. */
final class BoltPassword {
    private static final String FILE = "bolt.password";
    private static final int LEAST_LENGTH = 12;

    private BoltPassword() {}

    /** {@return the folder's password, made on first use} */
    static String of(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            if (!Files.exists(file)) {
                replace(folder, random());
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new GraphException("the Bolt password in " + file + " cannot be read or made: " + e, e);
        }
    }

    static String random() {
        byte[] secret = new byte[16];
        new SecureRandom().nextBytes(secret);
        return HexFormat.of().formatHex(secret);
    }

    /**
     * Sets the folder's password.
     *
     * @throws IllegalArgumentException where it is short or has spaces
     */
    static void replace(Path folder, String password) {
        if (!password.matches("[\\x21-\\x7e]{" + LEAST_LENGTH + ",}")) {
            throw new IllegalArgumentException("the Bolt password must be one line of at least " + LEAST_LENGTH
                    + " letters, digits and signs without spaces, had " + password.length() + " characters");
        }
        Path file = folder.resolve(FILE);
        try {
            Path draft = folder.resolve(FILE + ".new");
            Files.deleteIfExists(draft);
            Files.createFile(draft, Durable.OWNER_ONLY);
            Files.writeString(draft, password);
            Durable.force(draft);
            Durable.rename(draft, file);
        } catch (IOException e) {
            throw new GraphException("the Bolt password in " + file + " cannot be written: " + e, e);
        }
    }
}
