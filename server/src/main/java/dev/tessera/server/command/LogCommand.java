package dev.tessera.server.command;

import dev.tessera.server.log.Logs;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "log", description = "Show or change, until it ends, from which level on a running server logs.")
final class LogCommand implements Callable<Integer> {
    private final Host host;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "LEVEL",
            description = "error, warn, info, debug, trace or off. None: shows the level in force.")
    private @Nullable String level;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "LOGGER",
            description = "A package or a class (default: dev.tessera).")
    private String logger = Logs.TESSERA;

    LogCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() {
        return host.inServer("log", this::change);
    }

    private int change(Caller caller) {
        if (level != null) {
            String wanted = level;
            UsageException.unlessRefused(() -> Logs.setLevel(logger, wanted));
        }
        caller.out().println(logger + " " + Logs.level(logger));
        return ExitCode.DONE;
    }
}
