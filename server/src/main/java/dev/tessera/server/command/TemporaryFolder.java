package dev.tessera.server.command;

import dev.tessera.graphmodel.file.Durable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/** A folder that is gone when its use is over, also where the process is told to stop before. */
final class TemporaryFolder {
    private TemporaryFolder() {}

    static <T> T use(Function<Path, T> use) {
        try {
            Path folder = Files.createTempDirectory("tessera");
            var atStop = new Thread(() -> deleteInUse(folder), "tessera-temporary-folder");
            Runtime.getRuntime().addShutdownHook(atStop);
            try {
                return use.apply(folder);
            } finally {
                Durable.delete(folder);
                forget(atStop);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whoever uses the folder has not been stopped yet: under another name it gets no new files while it is deleted. */
    private static void deleteInUse(Path folder) {
        try {
            Durable.delete(Files.move(folder, folder.resolveSibling(folder.getFileName() + "-over")));
        } catch (IOException e) {
            return; // its use ended meanwhile, and it is deleted there
        }
    }

    private static void forget(Thread atStop) {
        try {
            Runtime.getRuntime().removeShutdownHook(atStop);
        } catch (IllegalStateException e) {
            return; // the process is stopping: the hook finds the folder gone
        }
    }
}
