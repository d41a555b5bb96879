package dev.tessera.server.command;

import dev.tessera.server.config.ConfigDefaults;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "config", description = "Print all settings with their defaults, as a tessera.yaml to start from.")
final class ConfigCommand implements Callable<Integer> {
    private final Host host;

    ConfigCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() {
        host.caller().out().print(ConfigDefaults.yaml());
        return ExitCode.DONE;
    }
}
