package dev.tessera.graphmodel.domain;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * One event between a user and an item.
 *
 * @param eventId unique in the graph; {@link #eventIdOf} where the caller has none
 * @param kind what happened, such as {@code view} or {@code purchase}
 * @param weight finite; a rating or a strength
 * @param split the part of an experiment that came with the data, or null
 */
public record Interaction(
        String eventId,
        UserId user,
        ItemId item,
        String kind,
        double weight,
        Instant at,
        @Nullable Split split) {
    public Interaction {
        Require.notBlank(eventId, "event id");
        Require.notBlank(kind, "interaction kind");
        Require.that(Double.isFinite(weight), "weight must be finite, was " + weight);
    }

    /** {@return an id that the same event always gets: 128 bits of SHA-256 over its user, item, kind and time} */
    public static String eventIdOf(UserId user, ItemId item, String kind, Instant at) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((user + "\n" + item + "\n" + kind + "\n" + at).getBytes(UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
