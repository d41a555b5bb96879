package dev.tessera.server.benchmark;

import java.io.EOFException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** An HTTP answer as it comes in, with as little of the processor as that takes. */
final class Answer {
    private static final String LENGTH = "\r\ncontent-length:";

    private byte[] buffer = new byte[1 << 14];
    private int filled;
    private int body;
    private int whole;

    /** Awaits another. */
    void clear() {
        filled = 0;
        body = 0;
        whole = 0;
    }

    /** {@return where to put more, from {@link #length} on} */
    byte[] room() {
        if (filled == buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * filled);
        }
        return buffer;
    }

    /** {@return how many bytes have come} */
    int length() {
        return filled;
    }

    /** So many more have come; fewer than none: the connection has ended. */
    void filled(int more) throws EOFException {
        if (more < 0) {
            throw new EOFException("the server closed the connection within an answer");
        }
        filled += more;
        if (body == 0) {
            body = endOfHead();
            whole = body == 0 ? 0 : body + contentLength();
        }
    }

    boolean isWhole() {
        return body > 0 && filled >= whole;
    }

    /** {@return the body; empty where the status is not 200} */
    String body() {
        return head().startsWith("HTTP/1.1 200") ? new String(buffer, body, whole - body, StandardCharsets.UTF_8) : "";
    }

    /** {@return where the body begins, or 0 where the head is not all here} */
    private int endOfHead() {
        for (int k = 3; k < filled; k++) {
            if (buffer[k] == '\n' && buffer[k - 1] == '\r' && buffer[k - 2] == '\n') {
                return k + 1;
            }
        }
        return 0;
    }

    private int contentLength() {
        String lower = head().toLowerCase(Locale.ROOT);
        int at = lower.indexOf(LENGTH);
        if (at < 0) {
            throw new IllegalStateException("an answer without a Content-Length: " + head());
        }
        int start = at + LENGTH.length();
        return Integer.parseInt(
                lower.substring(start, lower.indexOf('\r', start)).strip());
    }

    private String head() {
        return new String(buffer, 0, body, StandardCharsets.ISO_8859_1);
    }
}
