package dev.tessera.server.command;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The root: options that every verb takes. */
@Command(
        name = "tessera",
        description = "A recommendation server whose model lives in a graph.",
        synopsisSubcommandLabel = "VERB",
        commandListHeading = "%nVerbs:%n",
        footer = {"", "Exit codes: 0 done, 1 failed, 2 wrong usage. TESSERA_DEBUG=1 shows the trace of a failure."})
final class TesseraCommand {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "The data folder (default: ./tessera-data).")
    private @Nullable String data;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "Settings to read in place of tessera.yaml in the data folder.")
    private @Nullable Path file;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Say how to call this.")
    @SuppressWarnings("UnusedVariable") // picocli prints the help itself
    private boolean help;

    @Nullable
    Path file() {
        return file;
    }

    /** {@return the settings among these options, by dotted key} */
    Map<String, String> flags() {
        return data == null ? Map.of() : Map.of("data", data);
    }
}
