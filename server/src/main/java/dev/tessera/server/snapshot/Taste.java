package dev.tessera.server.snapshot;

import dev.tessera.graphmodel.domain.UserId;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Whom scores are for, at a moment: a user with a history, or an anonymous session. The arrays are shared; whoever holds
 * them reads only.
 */
public final class Taste {
    private static final int[] NOTHING = new int[0];

    private final @Nullable UserId user;
    private final int[] liked;
    private final int[] disliked;
    private final long sequence;

    private Taste(@Nullable UserId user, int[] liked, int[] disliked, long sequence) {
        this.user = user;
        this.liked = liked;
        this.disliked = disliked;
        this.sequence = sequence;
    }

    /** {@return a user's taste} */
    public static Taste of(UserId user, int[] liked, long sequence) {
        return new Taste(user, liked, NOTHING, sequence);
    }

    /** {@return the taste of somebody of whom only this is known} */
    public static Taste ofSession(int[] liked, int[] disliked, long sequence) {
        return new Taste(null, liked, disliked, sequence);
    }

    /** {@return the same without some of the items} */
    public Taste without(BitSet items) {
        return new Taste(user, left(liked, items), left(disliked, items), sequence);
    }

    private static int[] left(int[] all, BitSet without) {
        return Arrays.stream(all).filter(i -> !without.get(i)).toArray();
    }

    /** {@return the user, or null for a session} */
    public @Nullable UserId user() {
        return user;
    }

    /** {@return the rows that count in favour, rising} */
    public int[] liked() {
        return liked;
    }

    /** {@return the rows that count against, rising} */
    public int[] disliked() {
        return disliked;
    }

    /** {@return the moment} */
    public long sequence() {
        return sequence;
    }
}
