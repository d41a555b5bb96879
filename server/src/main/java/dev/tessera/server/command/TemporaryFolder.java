package dev.tessera.server.command;

import dev.tessera.training.file.Durable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/** A folder that is gone when its use is over. */
final class TemporaryFolder {
    private TemporaryFolder() {}

    static <T> T use(Function<Path, T> use) {
        try {
            Path folder = Files.createTempDirectory("tessera");
            try {
                return use.apply(folder);
            } finally {
                Durable.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
