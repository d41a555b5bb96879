package dev.tessera.server.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tessera.graphmodel.file.Durable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code server.json} in the data folder: how commands on this machine find the server that has the folder open. Only
 * its owner can read it, because the token lets a caller run every verb.
 *
 * @param pid the server's process
 * @param host the address it listens on
 * @param httpPort the port it listens on
 * @param boltPort Bolt's port, or null where Bolt is off
 * @param token the secret that a command shows
 * @param certificate SHA-256 of the certificate it serves TLS with, null where it serves plain HTTP
 */
public record ServerFile(
        long pid,
        String host,
        int httpPort,
        @Nullable Integer boltPort,
        String token,
        @Nullable String certificate) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String NAME = "server.json";
    private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::");

    /** {@return a record of this process, with a new token} */
    public static ServerFile ofThisProcess(
            String host, int httpPort, @Nullable Integer boltPort, @Nullable String certificate) {
        byte[] secret = new byte[24];
        new SecureRandom().nextBytes(secret);
        return new ServerFile(
                ProcessHandle.current().pid(),
                host,
                httpPort,
                boltPort,
                HexFormat.of().formatHex(secret),
                certificate);
    }

    /** Writes the file whole, readable by its owner only. */
    public void write(Path data) {
        Path draft = data.resolve(NAME + ".new");
        try {
            Files.deleteIfExists(draft);
            Files.createFile(draft, Durable.OWNER_ONLY);
            Files.writeString(draft, JSON.writeValueAsString(this));
            Files.move(draft, data.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(data.resolve(NAME) + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** Removes the file; a folder without one stays as it is. */
    public static void delete(Path data) {
        try {
            Files.deleteIfExists(data.resolve(NAME));
        } catch (IOException e) {
            throw new UncheckedIOException(data.resolve(NAME) + " cannot be deleted: " + e.getMessage(), e);
        }
    }

    /** {@return what the file says, or null where there is none that can be understood} */
    static @Nullable ServerFile read(Path data) {
        try {
            return JSON.readValue(Files.readString(data.resolve(NAME)), ServerFile.class);
        } catch (NoSuchFileException | JsonProcessingException e) {
            return null; // none, or one that a crash or a hand left behind: the store's own lock decides
        } catch (IOException e) {
            throw new UncheckedIOException(data.resolve(NAME) + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** {@return true where the process that wrote the file, or another of its number, runs} */
    boolean isProcessAlive() {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    /**
     * {@return true where a request's {@code Authorization} header carries the token}
     *
     * @param header null where the request has none
     */
    public boolean authorises(@Nullable String header) {
        return header != null
                && MessageDigest.isEqual(
                        header.getBytes(StandardCharsets.UTF_8), authorization().getBytes(StandardCharsets.UTF_8));
    }

    String authorization() {
        return "Bearer " + token;
    }

    URI uri(String path) {
        return uri(WILDCARDS.contains(host) ? "127.0.0.1" : host, path);
    }

    /** {@return where it is reached by that name} */
    URI uri(String host, String path) {
        return URI.create((certificate == null ? "http://" : "https://")
                + (host.contains(":") ? "[" + host + "]" : host) + ":" + httpPort + path);
    }

    @Override
    public String toString() {
        return "ServerFile[pid=" + pid + ", " + uri("") + "]"; // never the token
    }
}
