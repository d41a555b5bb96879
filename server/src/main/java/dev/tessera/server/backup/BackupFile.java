package dev.tessera.server.backup;

import dev.tessera.server.backup.Manifest.Entry;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** A backup that is read. Nothing of it is believed before it was compared with its checksums. */
public final class BackupFile implements AutoCloseable {
    static final String MANIFEST = "manifest.json";

    private static final int LONGEST_MANIFEST = 100_000_000;

    /** Graph and models, and no way out of the folder that they are unpacked into. */
    private static final Pattern PATH = Pattern.compile("(graph|models)(/(?!\\.{1,2}(/|$))[^/\\\\\\x00]+)+");

    private final Path file;
    private final ZipFile zip;
    private final Manifest manifest;

    private BackupFile(Path file, ZipFile zip, Manifest manifest) {
        this.file = file;
        this.zip = zip;
        this.manifest = manifest;
    }

    /**
     * Opens a backup and reads what it says it is.
     *
     * @throws BackupException where it is no backup, damaged, or of a newer format
     */
    public static BackupFile open(Path file) {
        try {
            var zip = new ZipFile(file.toFile());
            try {
                return new BackupFile(file, zip, Manifest.parse(manifest(zip)));
            } catch (IOException e) {
                zip.close();
                throw e;
            }
        } catch (NoSuchFileException e) {
            throw new BackupException("there is no file " + file, e);
        } catch (ZipException e) {
            throw refused(file, "it is no backup, or not all of it: " + e.getMessage(), e);
        } catch (IOException e) {
            throw refused(file, e.getMessage(), e);
        }
    }

    private static byte[] manifest(ZipFile zip) throws IOException {
        ZipEntry entry = zip.getEntry(MANIFEST);
        if (entry == null) {
            throw new IOException("it is no backup: it has no " + MANIFEST);
        }
        byte[] bytes;
        try (InputStream in = zip.getInputStream(entry)) {
            bytes = in.readNBytes(LONGEST_MANIFEST);
        }
        var crc = new CRC32();
        crc.update(bytes);
        if (crc.getValue() != entry.getCrc()) {
            throw new IOException("its manifest is not what was written");
        }
        return bytes;
    }

    private static BackupException refused(Path file, @Nullable String reason, IOException cause) {
        return new BackupException(file + " cannot be restored: " + reason, cause);
    }

    public Manifest manifest() {
        return manifest;
    }

    /**
     * Compares every file with its checksum.
     *
     * @throws BackupException where one differs, is missing or is there without being named
     */
    public void verify(Progress progress) {
        read((path, in) -> in.transferTo(OutputStream.nullOutputStream()), progress);
    }

    /**
     * Unpacks every file, comparing it with its checksum once more.
     *
     * @param folder where {@code graph/} and {@code models/} will lie
     */
    void unpack(Path folder, Progress progress) {
        read(
                (path, in) -> {
                    Path target = folder.resolve(path);
                    Files.createDirectories(target.getParent());
                    try (var out = new BufferedOutputStream(Files.newOutputStream(target), 1 << 16)) {
                        in.transferTo(out);
                    }
                },
                progress);
    }

    /** What is done with a file while its checksum is taken. */
    @FunctionalInterface
    private interface Reader {
        void read(String path, InputStream content) throws IOException;
    }

    private void read(Reader reader, Progress progress) {
        try {
            requireSameNames();
            long done = 0;
            for (Entry entry : manifest.files()) {
                read(entry, reader);
                done += entry.bytes();
                progress.at(done, manifest.bytes());
            }
        } catch (IOException e) {
            throw refused(file, e.getMessage(), e);
        }
    }

    private void read(Entry entry, Reader reader) throws IOException {
        MessageDigest digest = sha256();
        try (var in = new DigestInputStream(zip.getInputStream(zip.getEntry(entry.path())), digest)) {
            reader.read(entry.path(), in);
        } catch (ZipException e) {
            throw new IOException(entry.path() + " is damaged: " + e.getMessage(), e);
        }
        String found = HexFormat.of().formatHex(digest.digest());
        if (!found.equals(entry.sha256())) {
            throw new IOException(entry.path() + " is damaged: its checksum is " + found + " instead of "
                    + entry.sha256() + ". Take another backup");
        }
    }

    private void requireSameNames() throws IOException {
        Set<String> named = new HashSet<>(Set.of(MANIFEST));
        for (Entry entry : manifest.files()) {
            if (!PATH.matcher(entry.path()).matches() || !named.add(entry.path())) {
                throw new IOException("'" + entry.path() + "' is no file of a graph or a model");
            }
            if (zip.getEntry(entry.path()) == null) {
                throw new IOException(entry.path() + " is missing");
            }
        }
        if (zip.size() != named.size()) {
            throw new IOException("it has " + zip.size() + " files and names " + named.size());
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public void close() {
        try {
            zip.close();
        } catch (IOException e) {
            throw new BackupException(file + " cannot be closed: " + e, e);
        }
    }
}
