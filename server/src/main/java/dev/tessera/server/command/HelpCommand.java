package dev.tessera.server.command;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "help", description = "Say how to call Tessera, or one of its verbs.")
final class HelpCommand implements Callable<Integer> {
    private final Host host;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "VERB", description = "The verb to explain.")
    private @Nullable String verb;

    HelpCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() {
        CommandLine tessera = requireNonNull(spec).root().commandLine();
        CommandLine explained =
                verb == null ? tessera : tessera.getSubcommands().get(verb);
        if (explained == null) {
            throw new UsageException("there is no verb '" + verb + "'. There are: "
                    + String.join(", ", tessera.getSubcommands().keySet()));
        }
        explained.usage(host.caller().out());
        return ExitCode.DONE;
    }
}
