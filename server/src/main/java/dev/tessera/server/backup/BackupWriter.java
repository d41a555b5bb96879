package dev.tessera.server.backup;

import dev.tessera.server.backup.Manifest.Entry;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packs a folder into one zip file: its files, at last the manifest with their checksums. */
final class BackupWriter {
    private final Path folder;
    private final Progress progress;

    BackupWriter(Path folder, Progress progress) {
        this.folder = folder;
        this.progress = progress;
    }

    /** What is known once all files are packed. */
    @FunctionalInterface
    interface Describing {
        Manifest of(List<Entry> files);
    }

    Manifest write(Path file, Describing describing) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        long total = 0;
        for (Path each : files) {
            total += Files.size(each);
        }
        try (var zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16))) {
            zip.setLevel(Deflater.BEST_SPEED);
            List<Entry> entries = new ArrayList<>();
            long done = 0;
            for (Path each : files) {
                Entry entry = add(each, zip);
                entries.add(entry);
                done += entry.bytes();
                progress.at(done, total);
            }
            Manifest manifest = describing.of(entries);
            zip.putNextEntry(new ZipEntry(BackupFile.MANIFEST));
            zip.write(manifest.toJson());
            zip.closeEntry();
            return manifest;
        }
    }

    private Entry add(Path file, ZipOutputStream zip) throws IOException {
        String name = folder.relativize(file).toString().replace('\\', '/');
        zip.putNextEntry(new ZipEntry(name));
        MessageDigest digest = BackupFile.sha256();
        long bytes;
        try (InputStream in = Files.newInputStream(file)) {
            OutputStream out = new DigestOutputStream(zip, digest);
            bytes = in.transferTo(out);
        }
        zip.closeEntry();
        return new Entry(name, bytes, HexFormat.of().formatHex(digest.digest()));
    }
}
