package dev.tessera.server.backup;

import dev.tessera.graphmodel.file.Durable;
import dev.tessera.server.live.DiskRoom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** A folder in the data folder, where a copy of the store costs least; gone when it is closed. */
final class Staging implements AutoCloseable {
    private static final String NAME = ".copy-";

    /** Tells this process's from others': a process id does not, because in a container each server has the same. */
    private static final String OWN = NAME + UUID.randomUUID() + "-";

    private final Path folder;

    private Staging(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes one. What another process left is deleted: one owns the data folder, so that one was killed.
     *
     * @param target what will be written of the copy; on the same disk it needs room, too
     * @param copied the names of what is to be copied from the data folder: for so much there must be room
     * @throws dev.tessera.server.live.ReadOnlyException where there is not
     */
    static Staging in(DiskRoom room, Path target, String... copied) throws IOException {
        List<Path> abandoned;
        try (Stream<Path> all = Files.list(room.data())) {
            abandoned = all.filter(path -> path.getFileName().toString().startsWith(NAME))
                    .filter(path -> !path.getFileName().toString().startsWith(OWN))
                    .toList();
        }
        for (Path path : abandoned) {
            Durable.delete(path);
        }
        long bytes = 0;
        for (String name : copied) {
            bytes += Durable.size(room.data().resolve(name));
        }
        room.require(isOnSameDisk(room.data(), target) ? 2 * bytes : bytes);
        return new Staging(Files.createTempDirectory(room.data(), OWN));
    }

    private static boolean isOnSameDisk(Path data, Path target) throws IOException {
        Path folder = target.toAbsolutePath().getParent();
        return folder != null
                && Files.exists(folder)
                && Files.getFileStore(data).equals(Files.getFileStore(folder));
    }

    Path folder() {
        return folder;
    }

    @Override
    public void close() throws IOException {
        Durable.delete(folder);
    }
}
