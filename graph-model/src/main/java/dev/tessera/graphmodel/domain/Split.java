package dev.tessera.graphmodel.domain;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.zip.CRC32;

/** Which part of an experiment an interaction belongs to. The order is that of {@code x_label} in MMRec's files. */
public enum Split {
    TRAIN,
    VALIDATION,
    TEST;

    /** Another one would move interactions between the parts of a graph, and figures would compare no longer. */
    private static final long SEED = 1;

    /**
     * {@return the part of an interaction that came without a label: 8:1:1 by a hash of the pair, so that it stays the
     * same from run to run as data grows}
     */
    public static Split of(UserId user, ItemId item) {
        var hash = new CRC32();
        hash.update((SEED + "\t" + user + "\t" + item).getBytes(UTF_8));
        long tenth = (hash.getValue() * 10) >>> 32;
        if (tenth < 8) {
            return TRAIN;
        }
        return tenth == 8 ? VALIDATION : TEST;
    }
}
