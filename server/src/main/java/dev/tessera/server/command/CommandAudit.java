package dev.tessera.server.command;

import dev.tessera.server.security.AuditLog;
import dev.tessera.server.security.AuditLog.Act;
import dev.tessera.server.security.Requester;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.IntSupplier;

/** Notes what verbs have done, in the process that ran them. */
final class CommandAudit {
    private static final String FAILED = "failed";

    private CommandAudit() {}

    /** {@return the verb's exit code, noted where it is one that is noted} */
    static int noted(Path data, List<String> args, IntSupplier verb) {
        if (!LocalCommands.isNoted(args)) {
            return verb.getAsInt();
        }
        int exit;
        try {
            exit = verb.getAsInt();
        } catch (RuntimeException | Error e) {
            noteFailure(data, args, e);
            throw e;
        }
        note(data, args, exit == ExitCode.DONE ? "done" : FAILED);
        return exit;
    }

    /** What made the verb fail, such as a full disk, may keep it from being noted; that it failed is what its caller must hear. */
    private static void noteFailure(Path data, List<String> args, Throwable failure) {
        try {
            note(data, args, FAILED);
        } catch (UncheckedIOException e) {
            failure.addSuppressed(e);
        }
    }

    private static void note(Path data, List<String> args, String outcome) {
        new AuditLog(data, Clock.systemUTC())
                .add(Requester.commandLine(), new Act("tessera", String.join(" ", args), outcome));
    }
}
