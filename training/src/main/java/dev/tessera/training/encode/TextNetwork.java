package dev.tessera.training.encode;

import dev.tessera.training.tensor.NetworkOutput;

/** A network that reads token numbers. Thread-safe. */
interface TextNetwork extends AutoCloseable {
    /**
     * {@return the output for one text}
     *
     * @param ids the tokens' numbers
     * @param mask 1 for each token that counts
     * @param types which of two texts a token is of
     */
    NetworkOutput answer(long[] ids, long[] mask, long[] types);

    @Override
    void close();
}
