package dev.tessera.server.command;

import dev.tessera.graphmodel.kernel.Parallel;
import dev.tessera.training.tensor.TensorEngine;
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
import org.jspecify.annotations.Nullable;

/**
 * The server's side of verbs that other processes send: they run here, on the server's graph. Thread-safe. Whoever mounts
 * this checks the token first, see {@link ServerFile#authorises}.
 */
public final class LocalCommands {
    /** Answers 200 to the right token, so that a caller knows whose port it found. */
    public static final String ALIVE_PATH = "/local/alive";

    /** Takes a {@link LocalRequest}, answers lines of JSON. */
    public static final String COMMAND_PATH = "/local/command";

    /** Verbs of which one runs at a time, trainings that the API asks for included. */
    private static final Set<String> BUILDERS = Set.of("tokenize", "train");

    private static final String IMPORT = "import";
    private static final String MODEL = "model";

    /** Those that change what is stored, served or logged, or carry the data off; {@link #MODEL} in part. */
    private static final Set<String> NOTED = Set.of("tokenize", "train", IMPORT, "backup", "restore", "export", "log");

    private static final Set<String> OTHERS = Set.of(MODEL, "recommend", "cypher");

    private final Lock importing = new ReentrantLock();
    private final Lock building;
    private final Workspace workspace;

    /**
     * Works on a graph that it does not close.
     *
     * @param building held while anything is trained or a codebook is made
     */
    LocalCommands(Workspace workspace, Lock building) {
        this.workspace = workspace;
        this.building = building;
    }

    /** {@return the exit code of a verb, its lines handed on while it runs} What a consumer throws stops the verb. */
    public int run(LocalRequest request, Consumer<String> out, Consumer<String> err) {
        Lock turn = turn(request.args());
        if (turn == null) {
            return runNow(request, out, err);
        }
        if (!turn.tryLock()) {
            err.accept(
                    turn == importing
                            ? "the server is busy with another import. Try again when it is done"
                            : "the server is training a model or making a codebook. Try again when it is done");
            return ExitCode.FAILED;
        }
        try {
            return runNow(request, out, err);
        } finally {
            turn.unlock();
        }
    }

    private @Nullable Lock turn(List<String> args) {
        String verb = verb(args);
        return BUILDERS.contains(verb) ? building : verb.equals(IMPORT) ? importing : null;
    }

    /** {@return whether the audit log has a line for a verb} */
    static boolean isNoted(List<String> args) {
        String verb = verb(args);
        boolean switches = verb.equals(MODEL) && (args.contains("activate") || args.contains("rollback"));
        return NOTED.contains(verb) || switches;
    }

    /** {@return the first argument that is a verb; what stands behind it may be a user by such a name. Empty: another verb} */
    private static String verb(List<String> args) {
        return args.stream()
                .filter(arg -> NOTED.contains(arg) || OTHERS.contains(arg))
                .findFirst()
                .orElse("");
    }

    private int runNow(LocalRequest request, Consumer<String> out, Consumer<String> err) {
        try (var outStream = LineStream.to(out);
                var errStream = LineStream.to(err)) {
            var caller =
                    new Caller(request.directory(), System.getenv(), outStream, errStream, request.terminal(), false);
            return CommandAudit.noted(workspace.config().data(), request.args(), () -> {
                leaveProcessors(verb(request.args()));
                return Verbs.run(request.args(), new InServer(workspace.of(caller)));
            });
        }
    }

    /** The others answer questions. */
    private void leaveProcessors(String verb) {
        int threads = workspace.config().training().threadsBesideServer();
        switch (verb) {
            case "train" -> TensorEngine.useAtMost(threads);
            case "tokenize" -> Parallel.useAtMost(threads);
            default -> {} // needs few, or waits for the disk
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
