package dev.tessera.server.hostile;

import java.util.Random;

/** A kind of body. */
interface Hostile {
    /** What a server may do with it. */
    enum Fate {
        /** A status from 400, or at least one error. */
        REFUSED,
        /** A good question about what is not there: every field of the answer is null, and there is no error. Or refused. */
        NOTHING_THERE,
        /** Whatever is right: it makes sense, or its rows are refused one by one, or all of it is. */
        ANSWERED
    }

    String name();

    Fate fate();

    /** {@return one of the kind} */
    String body(Random random);
}
