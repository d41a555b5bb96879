package dev.tessera.server.command;

import dev.tessera.graphmodel.store.Graph;
import dev.tessera.server.config.Config;
import dev.tessera.server.serving.ServedSnapshot;
import dev.tessera.training.publish.Artifacts;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The server's side of verbs that other processes send: they run here, on the server's graph. Thread-safe. Whoever mounts
 * this checks the token first, see {@link ServerFile#authorises}.
 */
public final class LocalCommands {
    /** Answers 200 to the right token, so that a caller knows whose port it found. */
    public static final String ALIVE_PATH = "/local/alive";

    /** Takes a {@link LocalRequest}, answers lines of JSON. */
    public static final String COMMAND_PATH = "/local/command";

    /** Verbs that write to the graph or publish: one at a time, for they would undo each other's work. */
    private static final Set<String> WRITERS = Set.of("import", "tokenize", "train");

    private static final Set<String> READERS = Set.of("evaluate", "recommend", "cypher", "backup", "export");

    private final Lock writing = new ReentrantLock();
    private final Config config;
    private final Graph graph;
    private final Artifacts artifacts;
    private final ServedSnapshot served;

    /** Works on a graph that it does not close. */
    public LocalCommands(Config config, Graph graph, Artifacts artifacts, ServedSnapshot served) {
        this.config = config;
        this.graph = graph;
        this.artifacts = artifacts;
        this.served = served;
    }

    /** {@return the exit code of a verb, its lines handed on while it runs} What a consumer throws stops the verb. */
    public int run(LocalRequest request, Consumer<String> out, Consumer<String> err) {
        if (!writes(request.args())) {
            return runNow(request, out, err);
        }
        if (!writing.tryLock()) {
            err.accept(
                    "the server is busy with another import, tokenize, train or activate. Try again when it is done");
            return ExitCode.FAILED;
        }
        try {
            return runNow(request, out, err);
        } finally {
            writing.unlock();
        }
    }

    /** The verb is the first argument that is one; what stands behind it may be a user by that name. */
    private static boolean writes(List<String> args) {
        for (String arg : args) {
            if (WRITERS.contains(arg)) {
                return true;
            }
            if (READERS.contains(arg)) {
                return false;
            }
            if (arg.equals("model")) {
                return args.contains("activate");
            }
        }
        return false;
    }

    private int runNow(LocalRequest request, Consumer<String> out, Consumer<String> err) {
        try (var outStream = LineStream.to(out);
                var errStream = LineStream.to(err)) {
            var caller =
                    new Caller(request.directory(), System.getenv(), outStream, errStream, request.terminal(), false);
            return Verbs.run(request.args(), new InServer(new Workspace(config, graph, artifacts, served, caller)));
        }
    }

    /**
     * Runs a verb and writes the answer as it comes: lines {@code {"out": "..."}} and {@code {"err": "..."}}, at last
     * {@code {"exit": n}}.
     *
     * @param answer flushed after each line, not closed
     */
    public void run(LocalRequest request, OutputStream answer) {
        int exit = run(request, line -> write(answer, "out", line), line -> write(answer, "err", line));
        write(answer, "exit", exit);
    }

    private static void write(OutputStream answer, String name, Object value) {
        byte[] line = (LocalRequest.json(Map.of(name, value)) + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            synchronized (answer) { // a verb may print from several threads
                answer.write(line);
                answer.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the caller of a local command went away: " + e.getMessage(), e);
        }
    }
}
