package dev.tessera.graphmodel.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** File operations that survive a pulled plug. */
public final class Durable {
    /** Of files that nobody but their owner may read. */
    public static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private static final int CHUNK = 1 << 20;

    private Durable() {}

    /** Forces a file's content, or a folder's entries, to the disk. */
    public static void force(Path path) throws IOException {
        var mode = Files.isDirectory(path) ? StandardOpenOption.READ : StandardOpenOption.WRITE;
        try (FileChannel channel = FileChannel.open(path, mode)) {
            channel.force(true);
        }
    }

    /** Forces a folder and all below it to the disk. */
    public static void forceAll(Path folder) throws IOException {
        for (Path path : below(folder)) {
            force(path);
        }
    }

    /** Copies a folder and all below it to a place where nothing is; nothing is forced. */
    public static void copy(Path from, Path to) throws IOException {
        for (Path path : below(from)) {
            Files.copy(path, to.resolve(from.relativize(path).toString()));
        }
    }

    /** {@return the folder and all below it, parents first} */
    private static List<Path> below(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.sorted().toList();
        }
    }

    /** Makes a folder that only its owner can look into, where there is none; one that is there stays as it is. */
    public static void createPrivateFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    /** Makes a folder where there is none and forces its parent, so that its name is on the disk too. */
    public static void createFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Files.createDirectories(folder);
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
            force(parent);
        }
    }

    /** Renames in one step, replacing a file that is there, and forces the folder. */
    public static void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        Path folder = to.toAbsolutePath().getParent();
        if (folder != null) {
            force(folder);
        }
    }

    /** Deletes a folder and all below it; one that is not there is fine. */
    public static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        for (Path path : below(folder).reversed()) {
            Files.delete(path);
        }
    }

    /** Deletes what an attempt that failed has written, as on a full disk; where that fails too, the first failure says so. */
    public static void discard(Path written, Exception failure) {
        try {
            delete(written);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** {@return the bytes of all files in a folder and below it, which others may write to and delete meanwhile} */
    public static long size(Path folder) throws IOException {
        var bytes = new LongAdder();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                bytes.add(attributes.size());
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE;
            }
        });
        return bytes.sum();
    }

    /** {@return the SHA-256 of a file's bytes, in hexadecimal} */
    public static String sha256(Path file) throws IOException {
        MessageDigest digest = digest();
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        try (FileChannel channel = FileChannel.open(file)) {
            while (channel.read(chunk) >= 0) {
                digest.update(chunk.flip());
                chunk.clear();
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** {@return the SHA-256 of these bytes, in hexadecimal} */
    public static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(digest().digest(bytes));
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
