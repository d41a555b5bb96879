package dev.tessera.server.command;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The list of verbs. To add one, write its file and name it here. */
final class Verbs {
    private Verbs() {}

    /** Runs a verb of a process of its own. */
    static int run(List<String> args, Caller caller) {
        return run(args, caller, options -> new OwnProcess(options, args, caller));
    }

    /** Runs a verb that {@code host} has been asked for. */
    static int run(List<String> args, InServer host) {
        return run(args, host.caller(), options -> host);
    }

    private static int run(List<String> args, Caller caller, Function<TesseraCommand, Host> place) {
        var options = new TesseraCommand();
        var line = new CommandLine(options);
        all(place.apply(options)).forEach(line::addSubcommand);
        var failures = new Failures(caller);
        line.setOut(writer(caller.out()))
                .setErr(writer(caller.err()))
                .setColorScheme(CommandLine.Help.defaultColorScheme(caller.outIsTerminal() ? Ansi.AUTO : Ansi.OFF))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((e, command, parsed) -> failures.exitCode(e))
                .setParameterExceptionHandler((e, arguments) -> failures.wrongUsage(e));
        int exit = line.execute(args.toArray(String[]::new));
        caller.out().flush();
        caller.err().flush();
        return exit;
    }

    private static List<Object> all(Host host) {
        return List.of(
                new DemoCommand(host),
                new ImportCommand(host),
                new TokenizeCommand(host),
                new TrainCommand(host),
                new EvaluateCommand(host),
                new ServeCommand(host),
                new RecommendCommand(host),
                new CypherCommand(host),
                new ModelCommand(host),
                new KeyCommand(host),
                new BackupCommand(host),
                new RestoreCommand(host),
                new ExportCommand(host),
                new GenerateCommand(host),
                new LogCommand(host),
                new ConfigCommand(host),
                new VersionCommand(host),
                new HelpCommand(host));
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }
}
