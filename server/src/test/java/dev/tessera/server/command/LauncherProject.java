package dev.tessera.server.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A make-believe project around a copy of the launcher; its PATH has nothing but what the launcher may use. */
final class LauncherProject {
    /** The launcher itself. Tests run in the folder of their module. */
    static final Path REAL = Path.of("../tessera").toAbsolutePath().normalize();

    /** A Maven that makes what the launcher looks for. */
    static final String BUILDS =
            "echo \"a line of Maven's\"; mkdir -p server/target/lib; touch server/target/tessera-server-0.1.0.jar";

    private static final List<String> TOOLS = List.of(
            "bash",
            "env",
            "dirname",
            "readlink",
            "grep",
            "sed",
            "find",
            "mkdir",
            "rm",
            "mv",
            "cat",
            "sleep",
            "tail",
            "touch",
            "uname",
            "basename",
            "ps");

    private final Path folder;
    private final Path home;
    private final Path tools;

    record Run(int exit, String out, String err) {}

    LauncherProject(Path folder) throws IOException {
        this.folder = folder;
        this.home = Files.createDirectories(folder.resolve("the project"));
        this.tools = Files.createDirectories(folder.resolve("tools"));
        for (String source : List.of("server/src/main", "cypher/src/main", "cypher/query")) {
            Files.createDirectories(home.resolve(source));
        }
        Files.writeString(home.resolve("pom.xml"), "");
        Files.copy(REAL, home.resolve("tessera"));
        for (String tool : TOOLS) {
            write(tools.resolve(tool), "#!/bin/sh\nexec " + which(tool) + " \"$@\"\n");
        }
    }

    private static Path which(String tool) {
        for (String candidate : List.of("/bin/", "/usr/bin/")) {
            if (Files.isExecutable(Path.of(candidate + tool))) {
                return Path.of(candidate + tool);
            }
        }
        throw new IllegalStateException("no " + tool + " in /bin or /usr/bin");
    }

    Path home() {
        return home;
    }

    Path tools() {
        return tools;
    }

    /**
     * Makes a JDK whose java prints its folder's name and its arguments, and ends with 7; told to serve, it makes a file
     * {@code bin/serving} and goes on until it is stopped.
     */
    Path jdk(String name, String version) throws IOException {
        Path jdk = Files.createDirectories(folder.resolve(name));
        Files.createDirectories(jdk.resolve("bin"));
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        script(jdk.resolve("bin/javac"), "exit 0");
        script(jdk.resolve("bin/java"), """
                [ "$1" = -version ] && { echo 'openjdk version "%s" 2026-01-01' >&2; exit 0; }
                echo 'WARNING: Using incubator modules: jdk.incubator.vector' >&2
                echo 'another warning' >&2
                printf '%%s\\n' %s "$@"
                [ "${!#}" = serve ] && { : >"${0%%/*}/serving"; while :; do sleep 1; done; }
                exit 7
                """.formatted(version, name));
        return jdk;
    }

    void maven(String body) throws IOException {
        script(tools.resolve("mvn"), body);
    }

    /** Makes the copy ask for another version of Java. */
    void requireJava(int version) throws IOException {
        Path launcher = home.resolve("tessera");
        Files.writeString(launcher, Files.readString(launcher).replace("least_java=25", "least_java=" + version));
    }

    private static void script(Path file, String body) throws IOException {
        write(file, "#!/usr/bin/env bash\n" + body + "\n");
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    Run run(Map<String, String> environment, String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(home.resolve("tessera").toString()));
        command.addAll(List.of(args));
        return runAs(command, folder, environment);
    }

    Run runAs(List<String> command, Path directory, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        ProcessBuilder builder =
                builder(command, environment).directory(directory.toFile()).redirectOutput(out.toFile());
        Process process = builder.start();
        Files.write(err, process.getErrorStream().readAllBytes());
        return new Run(process.waitFor(), Files.readString(out), Files.readString(err, StandardCharsets.UTF_8));
    }

    /** Starts the launcher without waiting for it; what it says to standard error can be read. */
    Process start(Map<String, String> environment, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(home.resolve("tessera").toString()));
        command.addAll(List.of(args));
        return builder(command, environment)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private ProcessBuilder builder(List<String> command, Map<String, String> environment) {
        var builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().put("PATH", tools.toString());
        builder.environment().put("HOME", folder.toString());
        builder.environment().putAll(environment);
        return builder;
    }
}
