package dev.tessera.server.backup;

import dev.tessera.graphmodel.file.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A folder in the data folder, where a copy of the store costs least; gone when it is closed. */
final class Staging implements AutoCloseable {
    private static final String NAME = ".copy-";

    private final Path folder;

    private Staging(Path folder) {
        this.folder = folder;
    }

    /** Makes one. What another process left is deleted: one owns the data folder, so that one was killed. */
    static Staging in(Path data) throws IOException {
        String own = NAME + ProcessHandle.current().pid() + "-";
        List<Path> abandoned;
        try (Stream<Path> all = Files.list(data)) {
            abandoned = all.filter(path -> path.getFileName().toString().startsWith(NAME))
                    .filter(path -> !path.getFileName().toString().startsWith(own))
                    .toList();
        }
        for (Path path : abandoned) {
            Durable.delete(path);
        }
        return new Staging(Files.createTempDirectory(data, own));
    }

    Path folder() {
        return folder;
    }

    @Override
    public void close() throws IOException {
        Durable.delete(folder);
    }
}
