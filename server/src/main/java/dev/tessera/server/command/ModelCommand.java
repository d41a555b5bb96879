package dev.tessera.server.command;

import dev.tessera.graphmodel.domain.ModelVersion;
import dev.tessera.graphmodel.store.Row;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "model", description = "List model versions, show one, or make one the active one, or go back.")
final class ModelCommand {
    private final Host host;

    ModelCommand(Host host) {
        this.host = host;
    }

    @Command(name = "list", description = "List the versions, the newest first; * marks the active one.")
    int list() {
        return host.inStore(workspace -> {
            for (Row model : workspace.graph().read(tx -> tx.run("list_models"))) {
                workspace.caller().out().println(line(model));
            }
            return ExitCode.DONE;
        });
    }

    private static String line(Row model) {
        return String.format(
                Locale.ROOT,
                "%s %-45s test recall@20 %.4f, ndcg@20 %.4f",
                model.bool("active") ? "*" : " ",
                model.string("version"),
                model.number("recall20"),
                model.number("ndcg20"));
    }

    @Command(name = "show", description = "Show a version: its figures, its settings and where it comes from.")
    int show(@Parameters(paramLabel = "VERSION", description = "The version.") String version) {
        return host.inStore(workspace -> {
            List<Row> found = workspace.graph().read(tx -> tx.run("list_models")).stream()
                    .filter(m -> m.string("version").equals(version))
                    .toList();
            if (found.isEmpty()) {
                throw new IllegalArgumentException(
                        "there is no model version '" + version + "'. See: tessera model list");
            }
            found.getFirst()
                    .columns()
                    .forEach((name, value) -> workspace.caller().out().println(name + ": " + value));
            return ExitCode.DONE;
        });
    }

    @Command(name = "activate", description = "Make a version the active one.")
    int activate(@Parameters(paramLabel = "VERSION", description = "The version.") String version) {
        return host.inStore(workspace -> {
            workspace.versions().activate(new ModelVersion(version));
            workspace.versions().awaitMirror();
            workspace.caller().out().println("model " + version + " is active");
            return ExitCode.DONE;
        });
    }

    @Command(name = "rollback", description = "Go back to the version that was active before; again, further back.")
    int rollBack() {
        return host.inStore(workspace -> {
            ModelVersion before = workspace.versions().rollBack();
            if (before == null) {
                throw new IllegalArgumentException(
                        "no version that is kept was active before this one. See: tessera model list");
            }
            workspace.versions().awaitMirror();
            workspace.caller().out().println("model " + before + " is active");
            return ExitCode.DONE;
        });
    }
}
