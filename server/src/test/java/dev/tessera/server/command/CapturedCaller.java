package dev.tessera.server.command;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A caller whose answers a test reads. */
final class CapturedCaller {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Caller caller;

    CapturedCaller(Path directory) {
        this(directory, Map.of(), false);
    }

    CapturedCaller(Path directory, Map<String, String> environment, boolean terminal) {
        this.caller = new Caller(directory, environment, stream(out), stream(err), terminal, terminal);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    Caller caller() {
        return caller;
    }

    /** Runs a verb as a process of its own would. */
    int run(String... args) {
        return Verbs.run(List.of(args), caller);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
