package dev.tessera.server.benchmark;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A server in a process of its own, on a store that it alone uses. */
record ServedBaby(Process process, Path data, int port, int boltPort, double secondsToReady) implements AutoCloseable {
    private static final double MOST_SECONDS = 900;

    /** Starts the server and waits until it says that it is ready. */
    static ServedBaby start(Path data) throws IOException, InterruptedException {
        return start(data, Tessera::start);
    }

    /** Starts the server by the launcher and waits until it says that it is ready. */
    static ServedBaby launch(Path data) throws IOException, InterruptedException {
        return start(data, Tessera::launch);
    }

    private static ServedBaby start(Path data, Start start) throws IOException, InterruptedException {
        int port = Tessera.freePort();
        int boltPort = Tessera.freePort();
        Path log = data.resolveSibling("serve.log");
        long started = System.nanoTime();
        Process process = start.verb(log, "serve", "--data", data, "--port", port, "--bolt-port", boltPort);
        while (!isReady(port)) {
            if (!process.isAlive() || secondsSince(started) > MOST_SECONDS) {
                process.destroyForcibly();
                throw new IllegalStateException("the server did not become ready: " + Files.readString(log));
            }
            Thread.sleep(20);
        }
        return new ServedBaby(process, data, port, boltPort, secondsSince(started));
    }

    /** How a verb is started. */
    private interface Start {
        Process verb(Path log, Object... arguments) throws IOException;
    }

    private static double secondsSince(long started) {
        return (System.nanoTime() - started) / 1e9;
    }

    private static boolean isReady(int port) {
        try (var socket = new Socket("127.0.0.1", port)) {
            String request = "GET /health/ready HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readAllBytes();
            return new String(answer, StandardCharsets.US_ASCII).startsWith("HTTP/1.1 200");
        } catch (IOException e) {
            return false; // nobody listens yet
        }
    }

    String password() throws IOException {
        return Files.readString(data.resolve("bolt.password"));
    }

    @Override
    public void close() {
        Tessera.stop(process);
    }
}
