package dev.tessera.server.command;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Hands on what is written, line by line. What the consumer throws reaches whoever wrote. */
final class LineStream extends OutputStream {
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Consumer<String> consumer;

    private LineStream(Consumer<String> consumer) {
        this.consumer = consumer;
    }

    /** {@return a stream to print to; closing it hands on an unfinished last line} */
    static PrintStream to(Consumer<String> consumer) {
        return new PrintStream(new LineStream(consumer), false, StandardCharsets.UTF_8);
    }

    @Override
    public synchronized void write(int b) {
        if (b == '\n') {
            handOn();
        } else {
            line.write(b);
        }
    }

    @Override
    public synchronized void close() {
        if (line.size() > 0) {
            handOn();
        }
    }

    private void handOn() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        consumer.accept(text);
    }
}
