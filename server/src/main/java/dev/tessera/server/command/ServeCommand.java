package dev.tessera.server.command;

import dev.tessera.server.config.Config;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "serve", description = "Serve GraphQL and Bolt until stopped.")
final class ServeCommand implements Callable<Integer> {
    private final Host host;

    @Option(names = "--host", paramLabel = "H", description = "The address to bind (default: 127.0.0.1).")
    private @Nullable String address;

    @Option(names = "--port", paramLabel = "N", description = "The HTTP port; 0 takes a free one (default: 8080).")
    private @Nullable String port;

    @Option(names = "--bolt-port", paramLabel = "N", description = "Bolt's port, or off (default: 7687).")
    private @Nullable String boltPort;

    ServeCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() {
        return host.alone("serve", flags(address, port, boltPort), ServeCommand::serve);
    }

    static Map<String, String> flags(@Nullable String address, @Nullable String port, @Nullable String boltPort) {
        Map<String, String> flags = new HashMap<>();
        put("http.host", address, flags);
        put("http.port", port, flags);
        put("bolt.port", boltPort, flags);
        return flags;
    }

    private static void put(String key, @Nullable String value, Map<String, String> flags) {
        if (value != null) {
            flags.put(key, value);
        }
    }

    private static int serve(Config config, Caller caller) {
        Application application = Application.open(config, caller);
        closeAtExit(application);
        application.listen();
        return untilStopped();
    }

    /** Closes the application when the process is told to end, by a signal or by a failure to listen. */
    static void closeAtExit(Application application) {
        Runtime.getRuntime().addShutdownHook(new Thread(application::close, "shutdown"));
    }

    /** Waits until the process is told to end. */
    static int untilStopped() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.DONE;
    }
}
