package dev.tessera.server.command;

import dev.tessera.server.backup.Manifest;
import dev.tessera.server.backup.Restore;
import dev.tessera.server.backup.Restore.Restored;
import dev.tessera.server.config.Config;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "restore",
        description =
                "Bring a backup into the data folder. Its checksums are compared before anything is touched, and a"
                        + " graph that is there is replaced with --replace only. Users who are on the folder's list of erased users"
                        + " are left out.")
final class RestoreCommand implements Callable<Integer> {
    private final Host host;

    @Parameters(paramLabel = "FILE", description = "A file that tessera backup wrote.")
    private String file = "";

    @Option(names = "--replace", description = "Replace the graph and the models that are there.")
    private boolean replace;

    @Option(
            names = "--erased-users",
            paramLabel = "DIR",
            description = "A data folder whose list of erased users counts and is taken over, where this one has none.")
    private @Nullable String erasedUsers;

    RestoreCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() {
        return host.alone("restore", Map.of(), this::run);
    }

    private int run(Config config, Caller caller) {
        Path elsewhere = erasedUsers == null ? null : caller.path(erasedUsers);
        var restore = new Restore(config.data(), config.pageCacheMegabytes(), replace, elsewhere);
        try (var verifying = new ProgressBar(caller, "verifying");
                var unpacking = new ProgressBar(caller, "unpacking")) {
            Restored restored = restore.run(caller.path(file), verifying::at, unpacking::at);
            Manifest manifest = restored.manifest();
            caller.out()
                    .println("restored into " + config.data() + ": graph and "
                            + (manifest.activeModel() == null ? "no model" : "model " + manifest.activeModel())
                            + " as of "
                            + manifest.at() + erased(restored));
        }
        return ExitCode.DONE;
    }

    private static String erased(Restored restored) {
        return restored.knowsErasures()
                ? ", without " + restored.erased() + " users erased since"
                : "; no list of erased users was there to look at (--erased-users)";
    }
}
