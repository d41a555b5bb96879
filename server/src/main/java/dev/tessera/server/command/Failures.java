package dev.tessera.server.command;

import dev.tessera.graphmodel.ingest.IngestException;
import dev.tessera.graphmodel.store.GraphException;
import dev.tessera.server.backup.BackupException;
import dev.tessera.server.config.ConfigException;
import dev.tessera.server.live.ReadOnlyException;
import dev.tessera.server.security.AccessException;
import dev.tessera.training.TrainingException;
import java.io.UncheckedIOException;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;

/** Says what went wrong, and with which exit code the process ends. */
final class Failures {
    private final Caller caller;

    Failures(Caller caller) {
        this.caller = caller;
    }

    int exitCode(Exception failure) {
        if (caller.wantsTraces()) {
            failure.printStackTrace(caller.err());
        }
        caller.err().println(sentence(failure));
        return switch (failure) {
            case UsageException usage -> ExitCode.WRONG_USAGE;
            case ConfigException config when config.isWrongUsage() -> ExitCode.WRONG_USAGE;
            default -> ExitCode.FAILED;
        };
    }

    private static String sentence(Exception failure) {
        String message = failure.getMessage();
        if (message != null && isExpected(failure)) {
            return message;
        }
        return "unexpected failure: " + failure + ". Set TESSERA_DEBUG=1 for the trace, and please report it";
    }

    private static boolean isExpected(Exception failure) {
        return switch (failure) {
            case UsageException usage -> true;
            case ConfigException config -> true;
            case AccessException access -> true;
            case GraphException graph -> true;
            case IngestException files -> true;
            case TrainingException training -> true;
            case BackupException backup -> true;
            case ReadOnlyException full -> true;
            case IllegalArgumentException argument -> true;
            case UncheckedIOException disk -> true;
            case CancellationException stopped -> true;
            default -> false;
        };
    }

    int wrongUsage(ParameterException failure) {
        String verb = failure.getCommandLine().getCommandName();
        caller.err()
                .println(withoutStop(failure.getMessage()) + ". See: tessera help"
                        + (verb.equals("tessera") ? "" : " " + verb));
        return ExitCode.WRONG_USAGE;
    }

    private static String withoutStop(@Nullable String message) {
        return String.valueOf(message).replaceFirst("[.\\s]+$", "");
    }
}
