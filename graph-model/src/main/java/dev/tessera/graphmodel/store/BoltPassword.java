package dev.tessera.graphmodel.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The generated password of the Bolt user {@code neo4j}, kept in a file that only its owner can read. */
final class BoltPassword {
    private static final String FILE = "bolt.password";

    private BoltPassword() {}

    /** {@return the folder's password, made on first use} */
    static String of(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            if (!Files.exists(file)) {
                Path draft = folder.resolve(FILE + ".new");
                Files.deleteIfExists(draft);
                Files.createFile(
                        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                byte[] secret = new byte[16];
                new SecureRandom().nextBytes(secret);
                Files.writeString(draft, HexFormat.of().formatHex(secret));
                Files.move(draft, file);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new GraphException("the Bolt password in " + file + " cannot be read or made: " + e, e);
        }
    }
}
