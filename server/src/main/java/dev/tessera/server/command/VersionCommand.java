package dev.tessera.server.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "version", description = "Print the version of Tessera and of the Java that runs it.")
final class VersionCommand implements Callable<Integer> {
    private final Host host;

    VersionCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() {
        host.caller()
                .out()
                .println("tessera " + version() + " (Java " + Runtime.version() + ", " + System.getProperty("os.name")
                        + " " + System.getProperty("os.arch") + ")");
        return ExitCode.DONE;
    }

    /** {@return the version of this Tessera} */
    static String version() {
        try (InputStream file = VersionCommand.class.getResourceAsStream("version.properties")) {
            var properties = new Properties();
            properties.load(file);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
