package dev.tessera.training.publish;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.graphmodel.file.Durable;
import dev.tessera.training.TrainingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who was erased and when, so that no older model or backup brings them back. It does not say who they were: a line is the
 * keyed hash of the id and the instant. The list and its key lie in the data folder and belong in no backup. Safe for
 * several threads; one process writes.
 */
public final class ErasedUsers {
    private static final String LIST = "erased-users";
    private static final int HASH = 64;

    private final Path folder;
    private final Path file;
    private final Path keyFile;
    private final Map<String, Instant> latest = new ConcurrentHashMap<>();
    private volatile Instant latestOfAll = Instant.MIN;
    private volatile @Nullable ErasureKey key;
    private long length;

    private ErasedUsers(Path dataFolder) {
        folder = dataFolder;
        file = dataFolder.resolve(LIST);
        keyFile = dataFolder.resolve(LIST + ".key");
    }

    /**
     * {@return the list of a data folder, empty where it has none yet} A last line that a killed writer left unfinished was
     * never acknowledged, and does not count.
     *
     * @throws TrainingException where the list cannot be read, or its key is gone
     */
    public static ErasedUsers open(Path dataFolder) {
        var erased = new ErasedUsers(dataFolder);
        if (!Files.exists(erased.file)) {
            return erased;
        }
        try {
            erased.read(Files.readString(erased.file, ISO_8859_1));
            erased.key = erased.latest.isEmpty() ? null : ErasureKey.read(erased.keyFile);
            return erased;
        } catch (IOException e) {
            throw new TrainingException(
                    "the list of erased users " + erased.file + " cannot be read: " + e
                            + ". Put it and its key back as they were: without them a restored backup would bring erased"
                            + " users back",
                    e);
        }
    }

    /**
     * Copies a data folder's list and its key into another one that has none.
     *
     * @throws IOException where the folder has no list, or it cannot be copied
     */
    public static void copy(Path dataFolder, Path otherDataFolder) throws IOException {
        var from = open(dataFolder);
        var to = new ErasedUsers(otherDataFolder);
        if (from.isEmpty()) {
            throw new IOException(from.file + " lists no erased users");
        }
        Files.copy(from.keyFile, to.keyFile, StandardCopyOption.COPY_ATTRIBUTES);
        Files.copy(from.file, to.file);
    }

    private void read(String text) throws IOException {
        int at = 0;
        int end = text.indexOf('\n');
        while (end >= 0) {
            int next = text.indexOf('\n', end + 1);
            if (!take(text.substring(at, end)) && next >= 0) {
                throw new IOException("line '" + text.substring(at, end) + "' is damaged");
            }
            at = end + 1;
            end = next;
        }
    }

    private boolean take(String line) {
        if (line.length() <= HASH || line.charAt(HASH) != ' ') {
            return false;
        }
        try {
            remember(line.substring(0, HASH), Instant.parse(line.substring(HASH + 1)));
            length += line.length() + 1;
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private void remember(String hash, Instant at) {
        latest.merge(hash, at, (a, b) -> a.isAfter(b) ? a : b);
        latestOfAll = at.isAfter(latestOfAll) ? at : latestOfAll;
    }

    /**
     * Adds an erasure; it is on the disk when this returns.
     *
     * @param at not before the last moment at which the user's data could be read
     */
    public synchronized void add(UserId user, Instant at) {
        try {
            ErasureKey hashing = key == null ? ErasureKey.of(keyFile) : key;
            String hash = hashing.hash(user);
            boolean isNew = !Files.exists(file);
            byte[] line = (hash + " " + at + "\n").getBytes(ISO_8859_1);
            try (FileChannel channel = FileChannel.open(
                    file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), Durable.OWNER_ONLY)) {
                channel.truncate(length); // what a writer before this one left unfinished
                ByteBuffer bytes = ByteBuffer.wrap(line);
                while (bytes.hasRemaining()) {
                    channel.write(bytes, length + bytes.position());
                }
                channel.force(true);
            }
            if (isNew) {
                Durable.force(folder);
            }
            length += line.length;
            key = hashing;
            remember(hash, at);
        } catch (IOException e) {
            throw new TrainingException("the list of erased users " + file + " cannot be written: " + e, e);
        }
    }

    /** {@return true where the user was erased later than {@code when}: what was read then must be forgotten} */
    public boolean isErasedSince(UserId user, Instant when) {
        ErasureKey hashing = key;
        if (hashing == null || !isAnyErasedSince(when)) {
            return false;
        }
        Instant erased = latest.get(hashing.hash(user));
        return erased != null && erased.isAfter(when);
    }

    /** {@return true where nobody was erased} */
    public boolean isEmpty() {
        return latest.isEmpty();
    }

    /** {@return true where somebody was erased later than {@code when}} */
    public boolean isAnyErasedSince(Instant when) {
        return latestOfAll.isAfter(when);
    }
}
