package dev.tessera.server.command;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * Who called, and where answers go.
 *
 * @param directory the caller's current folder, absolute; relative paths start from it
 * @param out answers
 * @param err everything else
 * @param outIsTerminal true where a person reads {@code out}, so that long cells are cut
 * @param errIsTerminal true where a person reads {@code err}, so that a bar can move
 */
record Caller(
        Path directory,
        Map<String, String> environment,
        PrintStream out,
        PrintStream err,
        boolean outIsTerminal,
        boolean errIsTerminal) {
    /** {@return this process's own; the launcher says by properties which streams are terminals} */
    static Caller ofProcess() {
        return new Caller(
                Path.of("").toAbsolutePath(),
                System.getenv(),
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                Boolean.getBoolean("tessera.terminal.out"),
                Boolean.getBoolean("tessera.terminal.err"));
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        var buffered = new BufferedOutputStream(new FileOutputStream(descriptor), 8192);
        return new PrintStream(buffered, true, StandardCharsets.UTF_8);
    }

    /** {@return a path of the caller's, absolute} */
    Path path(String path) {
        return directory.resolve(path).normalize();
    }

    boolean wantsTraces() {
        return "1".equals(environment.get("TESSERA_DEBUG"));
    }
}
