package dev.tessera.server.benchmark;

import dev.tessera.server.command.Main;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs Tessera as its launcher does, in a process of its own, with this process's class path. */
final class Tessera {
    /** What the launcher passes. */
    private static final List<String> FLAGS = List.of(
            "--add-modules=jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dai.djl.offline=true",
            "-XX:MaxDirectMemorySize=4g",
            "-XX:MaxRAMPercentage=50");

    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

    private Tessera() {}

    /** Runs a verb to its end. */
    static void run(Path log, Object... arguments) throws IOException, InterruptedException {
        int exit = start(log, arguments).waitFor();
        if (exit != 0) {
            throw new IllegalStateException(List.of(arguments) + " ended with " + exit + ": " + Files.readString(log));
        }
    }

    /** Starts a verb; what it prints goes to the log. More flags are taken from TESSERA_JAVA_OPTS, as by the launcher. */
    static Process start(Path log, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        String more = System.getenv("TESSERA_JAVA_OPTS");
        if (more != null) {
            command.addAll(List.of(more.split(" ")));
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return logged(command, log);
    }

    /** Starts a verb by the launcher, as people do. What has not been built is built first. */
    static Process launch(Path log, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(HOME.resolve("tessera").toString()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return logged(command, log);
    }

    /** The archive of classes that the launcher's server writes when it ends, and starts from. */
    static Path archive() {
        return HOME.resolve("server/target/classes.jsa");
    }

    private static Process logged(List<String> command, Path log) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Ends a process and waits until it has ended. */
    static void stop(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(Duration.ofSeconds(30))) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
