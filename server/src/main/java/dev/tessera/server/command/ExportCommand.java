package dev.tessera.server.command;

import dev.tessera.graphmodel.ingest.GraphExport.Exported;
import dev.tessera.server.backup.Export;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "export",
        description =
                "Write users, items and interactions, as they are at one moment, as JSON Lines that tessera import"
                        + " reads back to an equal graph. What was made of them (encoded features, tokens, models) is not in it: make"
                        + " it anew, or take a backup.")
final class ExportCommand implements Callable<Integer> {
    private final Host host;

    @Parameters(paramLabel = "DIR", description = "The folder to make, not there yet.")
    private String folder = "";

    ExportCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() {
        return host.inStoreAsItIs(this::run);
    }

    private int run(Workspace workspace) {
        Caller caller = workspace.caller();
        Path target = caller.path(folder);
        UsageException.unlessInFolder(target);
        Export.Made made = new Export(workspace.graph(), workspace.room()).make(target);
        Exported exported = made.exported();
        caller.out()
                .println("exported to " + target + ": " + exported.users() + " users, " + exported.items() + " items, "
                        + exported.interactions() + " interactions; changes waited "
                        + made.longestWait().toMillis() + " ms at most");
        return ExitCode.DONE;
    }
}
