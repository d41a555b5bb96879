package dev.tessera.server.command;

import dev.tessera.server.config.Config;
import dev.tessera.server.security.ApiKey;
import dev.tessera.server.security.ApiKeys;
import dev.tessera.server.security.AuditLog;
import dev.tessera.server.security.AuditLog.Act;
import dev.tessera.server.security.Requester;
import dev.tessera.server.security.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Works on the key file of the data folder, which a running server watches. Only for Bolt's password is it asked. */
@Command(
        name = "key",
        description = "Make, list and revoke the keys that callers of the API send; change Bolt's password.")
final class KeyCommand {
    private final Host host;

    KeyCommand(Host host) {
        this.host = host;
    }

    private ApiKeys keys() {
        return new ApiKeys(host.config().data(), Clock.systemUTC());
    }

    private void note(String what, String target) {
        new AuditLog(host.config().data(), Clock.systemUTC())
                .add(Requester.commandLine(), new Act("key " + what, target, "done"));
    }

    @Command(
            name = "create",
            description =
                    "Make a key and print it: once, for only its hash is kept. A running server takes it at once.")
    int create(
            @Option(names = "--name", required = true, paramLabel = "N", description = "What the key is for.")
                    String name,
            @Option(
                            names = "--role",
                            required = true,
                            paramLabel = "R",
                            description = "What its holder may do: viewer, analyst, editor or admin.")
                    String role,
            @Option(
                            names = "--from",
                            paramLabel = "FILE",
                            description = "Take the key from a file, such as a container's secret, and print nothing.")
                    @Nullable
                    Path file,
            @Option(names = "--if-none", description = "Do nothing where there are keys already.") boolean ifNone) {
        Role known = role(role);
        ApiKeys keys = keys();
        if (ifNone && !keys.list().isEmpty()) {
            return ExitCode.DONE;
        }
        if (file != null) {
            ApiKey key = keys.create(name, known, secret(file)).key();
            note("create", target(key));
            host.caller().err().println("key " + key.id() + " is what " + file + " holds");
            return ExitCode.DONE;
        }
        ApiKeys.Created made = keys.create(name, known);
        note("create", target(made.key()));
        host.caller().err().println("key " + made.key().id() + ", role " + known.word() + ". It is not shown again:");
        host.caller().out().println(made.secret());
        return ExitCode.DONE;
    }

    private static String target(ApiKey key) {
        return key.id() + " (" + key.role().word() + ", " + key.name() + ")";
    }

    private static Role role(String word) {
        Role role = Role.find(word);
        if (role == null) {
            throw new UsageException("--role must be one of " + Role.words() + ", was '" + word + "'");
        }
        return role;
    }

    private String secret(Path file) {
        try {
            return Files.readString(host.caller().directory().resolve(file)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("the key in " + file + " cannot be read: " + e, e);
        }
    }

    @Command(
            name = "bolt",
            description =
                    "Give Bolt's user neo4j a new random password, at once where a server runs. Its file tells it.")
    int bolt(
            @Option(names = "--from", paramLabel = "FILE", description = "Take the password from a file.") @Nullable
                    Path file) {
        return host.inStore(workspace -> {
            workspace.graph().setBoltPassword(file == null ? null : secret(file));
            note("bolt", "neo4j");
            host.caller()
                    .out()
                    .println("the new Bolt password is in " + host.config().data() + "/bolt.password");
            return ExitCode.DONE;
        });
    }

    @Command(name = "list", description = "List the keys, the oldest first.")
    int list() {
        List<ApiKey> all = keys().list();
        for (ApiKey key : all) {
            host.caller()
                    .out()
                    .println(String.format(
                            Locale.ROOT,
                            "%s  %-7s  %s  %s",
                            key.id(),
                            key.role().word(),
                            key.createdAt(),
                            key.name()));
        }
        if (all.isEmpty()) {
            host.caller().err().println("no keys");
        }
        return ExitCode.DONE;
    }

    @Command(name = "revoke", description = "Make a key worthless, in a running server within a second.")
    int revoke(@Parameters(paramLabel = "ID", description = "As 'list' shows it.") String id) {
        Config config = host.config();
        int left = keys().revoke(id);
        note("revoke", id);
        host.caller().out().println("key " + id + " is revoked");
        if (left == 0) {
            host.caller()
                    .err()
                    .println("no key is left, so nobody can call the API. Make another, or delete " + config.data()
                            + "/api-keys and start anew on 127.0.0.1, where without it every role is granted");
        }
        return ExitCode.DONE;
    }
}
