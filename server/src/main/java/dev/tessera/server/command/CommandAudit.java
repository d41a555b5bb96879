package dev.tessera.server.command;

import dev.tessera.server.security.AuditLog;
import dev.tessera.server.security.AuditLog.Act;
import dev.tessera.server.security.Requester;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.IntSupplier;

/** Notes what verbs have changed, in the process that ran them. */
final class CommandAudit {
    private CommandAudit() {}

    /** {@return the verb's exit code, noted where the verb writes} */
    static int noted(Path data, List<String> args, IntSupplier verb) {
        if (!LocalCommands.writes(args)) {
            return verb.getAsInt();
        }
        int exit = ExitCode.FAILED;
        try {
            exit = verb.getAsInt();
            return exit;
        } finally {
            String outcome = exit == ExitCode.DONE ? "done" : "failed";
            new AuditLog(data, Clock.systemUTC())
                    .add(Requester.commandLine(), new Act("tessera", String.join(" ", args), outcome));
        }
    }
}
