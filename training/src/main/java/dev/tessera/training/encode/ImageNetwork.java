package dev.tessera.training.encode;

import dev.tessera.training.tensor.NetworkOutput;

/** A network that sees pictures. Thread-safe. */
interface ImageNetwork extends AutoCloseable {
    /**
     * {@return the output for one picture}
     *
     * @param planes red, green and blue, each row by row
     */
    NetworkOutput answer(float[] planes, int height, int width);

    @Override
    void close();
}
