package dev.tessera.server.benchmark;

import java.io.IOException;

/** One of many that ask at the same time. Belongs to one thread. */
interface Client extends AutoCloseable {
    /** Makes a client of its own for each thread. */
    interface Factory {
        Client open() throws IOException;
    }

    /** Asks for a user's ten recommendations. {@return false where anything but ten recommendations came} */
    boolean ask(int user) throws IOException;

    @Override
    void close() throws IOException;
}
