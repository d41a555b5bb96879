package dev.tessera.server.security;

import java.time.Instant;
import java.util.Set;

/**
 * One key as it is kept: without the secret.
 *
 * @param id names the key where it is listed and revoked; no secret
 * @param name what it is for, in words of whoever made it
 * @param hash SHA-256 of the secret in hexadecimal digits. The secret is long and random, so that a slow hash would add
 *     nothing
 */
public record ApiKey(String id, String name, Role role, String hash, Instant createdAt) {
    Principal principal() {
        return new Principal("key:" + id, name, Set.of(role));
    }
}
