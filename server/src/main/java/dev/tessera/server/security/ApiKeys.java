package dev.tessera.server.security;

import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** The keys of a data folder: makes, lists and revokes them. A server beside it notices within a second. */
public final class ApiKeys {
    /** What every generated key begins with, so that tools that look for leaked secrets can find it. */
    public static final String PREFIX = "tessera_";

    private static final int LEAST_LENGTH = 32;
    private static final int LONGEST_NAME = 100;

    private final KeyFile file;
    private final Clock clock;

    public ApiKeys(Path data, Clock clock) {
        this.file = new KeyFile(data);
        this.clock = clock;
    }

    /**
     * A key that was just made.
     *
     * @param secret what its holder sends; it is not kept and cannot be shown again
     */
    public record Created(ApiKey key, String secret) {
        @Override
        public String toString() {
            return "Created[" + key.id() + "]"; // never the secret
        }
    }

    /** Makes a key with a secret of 256 random bits. */
    public Created create(String name, Role role) {
        return create(name, role, PREFIX + Secrets.random());
    }

    /**
     * Makes a key of a secret that was made elsewhere, such as by what deploys this server.
     *
     * @throws IllegalArgumentException where the secret is short or has spaces, or some key has it already
     */
    public Created create(String name, Role role, String secret) {
        if (name.isBlank() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a key's name must be one line of 1 to " + LONGEST_NAME
                    + " characters that say what the key is for, was '" + name + "'");
        }
        if (!secret.matches("[\\x21-\\x7e]{" + LEAST_LENGTH + ",}")) {
            throw new IllegalArgumentException("the given key has " + secret.length() + " characters. It must be one"
                    + " line of at least " + LEAST_LENGTH
                    + " letters, digits and signs without spaces, such as 'openssl rand -hex 32' prints");
        }
        var key = new ApiKey(
                Secrets.id(), name, role, Secrets.hash(secret), clock.instant().truncatedTo(ChronoUnit.SECONDS));
        file.change(keys -> {
            if (keys.stream().anyMatch(k -> k.hash().equals(key.hash()))) {
                throw new IllegalArgumentException("this key is there already. See: tessera key list");
            }
            List<ApiKey> more = new ArrayList<>(keys);
            more.add(key);
            return more;
        });
        return new Created(key, secret);
    }

    /** {@return all keys, the oldest first} */
    public List<ApiKey> list() {
        return file.read();
    }

    /**
     * Makes a key worthless.
     *
     * @return how many keys are left
     * @throws IllegalArgumentException where there is no such key
     */
    public int revoke(String id) {
        var left = new ArrayList<ApiKey>();
        file.change(keys -> {
            left.addAll(keys);
            if (!left.removeIf(k -> k.id().equals(id))) {
                throw new IllegalArgumentException("there is no key '" + id + "'. See: tessera key list");
            }
            return left;
        });
        return left.size();
    }
}
