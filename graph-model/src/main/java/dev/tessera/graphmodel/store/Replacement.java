package dev.tessera.graphmodel.store;

import dev.tessera.graphmodel.file.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Entries of a data folder that are to take the place of those by the same names: all of them or none, whenever the process
 * is killed. They are gathered beside; from the moment that they are {@linkplain #ready} on, {@link #settle}, which every
 * opening of the graph begins with, puts them in place, and before it throws them away. Whoever works with one has the
 * folder's lock.
 */
public final class Replacement {
    private static final String NAME = ".replacement";

    private final Path folder;

    private Replacement(Path dataFolder) {
        folder = dataFolder.resolve(NAME);
    }

    /** Begins an empty one. What an earlier one left must have been settled. */
    public static Replacement begin(Path dataFolder) throws IOException {
        var replacement = new Replacement(dataFolder);
        Durable.createFolder(replacement.folder);
        Files.createDirectory(replacement.entries());
        return replacement;
    }

    /** {@return the folder to gather the new entries in} */
    public Path entries() {
        return folder.resolve("new");
    }

    private Path replaced() {
        return folder.resolve("old");
    }

    private Path mark() {
        return folder.resolve("ready");
    }

    /** Decides that the entries, which are forced to the disk first, take the others' place. */
    public void ready() throws IOException {
        Durable.forceAll(entries());
        Files.createDirectory(replaced());
        Files.createFile(mark());
        Durable.force(mark());
        Durable.force(folder);
    }

    /** Throws the new entries away; those in place stay. */
    public void discard() throws IOException {
        Files.deleteIfExists(mark());
        if (Files.exists(folder)) {
            Durable.force(folder);
        }
        Durable.delete(folder);
    }

    /** {@return whether entries wait to be put in place by {@link #settle}} */
    public static boolean isReady(Path dataFolder) {
        return Files.exists(new Replacement(dataFolder).mark());
    }

    /** Finishes what is ready, throws away what is not. A second call, or one where there is nothing, does nothing. */
    public static void settle(Path dataFolder) throws IOException {
        var replacement = new Replacement(dataFolder);
        if (isReady(dataFolder)) {
            replacement.putInPlace(dataFolder);
        }
        replacement.discard();
    }

    private void putInPlace(Path dataFolder) throws IOException {
        List<Path> waiting;
        try (Stream<Path> all = Files.list(entries())) {
            waiting = all.sorted().toList();
        }
        for (Path entry : waiting) {
            Path place = dataFolder.resolve(entry.getFileName().toString());
            if (Files.exists(place)) {
                Durable.rename(place, replaced().resolve(entry.getFileName().toString()));
            }
            Durable.rename(entry, place);
        }
    }
}
