package dev.tessera.server.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/** The command was called in a way that cannot mean anything; nothing was done. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }

    /** Refuses to write something into a folder that is not there. */
    static void unlessInFolder(Path target) {
        Path folder = target.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new UsageException("there is no folder " + folder + " to write " + target.getFileName() + " to");
        }
    }

    /** {@return what {@code reading} gives} An argument that it refuses was wrong usage. */
    static <T> T unlessRefused(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }
}
