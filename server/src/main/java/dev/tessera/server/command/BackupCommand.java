package dev.tessera.server.command;

import dev.tessera.server.backup.Backup;
import dev.tessera.server.backup.Manifest;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "backup",
        description =
                "Write the graph and the models, as they are at one moment, to one file with checksums. A server goes"
                        + " on serving: only changes wait, while the store is copied. Passwords, keys, tessera.yaml and the list of"
                        + " erased users are not in it.")
final class BackupCommand implements Callable<Integer> {
    private final Host host;

    @Parameters(paramLabel = "FILE", description = "The file to write, not there yet; such as monday.tessera.")
    private String file = "";

    BackupCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() {
        return host.inStoreAsItIs(this::run);
    }

    private int run(Workspace workspace) {
        Caller caller = workspace.caller();
        Path target = caller.path(file);
        UsageException.unlessInFolder(target);
        try (var bar = new ProgressBar(caller, "packing")) {
            var backup =
                    new Backup(workspace.graph(), workspace.artifacts(), workspace.room(), VersionCommand.version());
            Backup.Made made = backup.make(target, bar::at);
            made.leftOut().forEach(reason -> caller.err().println("left out: " + reason));
            Manifest manifest = made.manifest();
            caller.out()
                    .println("backup " + target + ": graph and "
                            + (manifest.activeModel() == null ? "no model" : "model " + manifest.activeModel())
                            + " as of "
                            + manifest.at() + ", " + manifest.files().size() + " files, " + manifest.bytes()
                            + " bytes unpacked; changes waited "
                            + made.longestWait().toMillis() + " ms at most");
        }
        return ExitCode.DONE;
    }
}
