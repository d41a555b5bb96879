package dev.tessera.server.benchmark;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * One HTTP connection that stays open: sends bytes made beforehand and reads one answer after another, with as little of the
 * processor as that takes. Belongs to one thread.
 */
final class Connection implements AutoCloseable {
    private static final String LENGTH = "\r\ncontent-length:";

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private byte[] buffer = new byte[1 << 14];
    private int filled;

    Connection(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    /** {@return a GraphQL request to a port as it goes over the wire} */
    static byte[] request(int port, String body) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String head = "POST /graphql HTTP/1.1\r\nHost: localhost:" + port
                + "\r\nContent-Type: application/json\r\nContent-Length: " + content.length + "\r\n\r\n";
        byte[] start = head.getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(start, start.length + content.length);
        System.arraycopy(content, 0, all, start.length, content.length);
        return all;
    }

    /** {@return the body that is answered; empty where the status is not 200} */
    String exchange(byte[] request) throws IOException {
        out.write(request);
        filled = 0;
        int body = 0;
        while (body == 0) {
            read();
            body = endOfHead();
        }
        String head = new String(buffer, 0, body, StandardCharsets.ISO_8859_1);
        int length = contentLength(head);
        while (filled < body + length) {
            read();
        }
        return head.startsWith("HTTP/1.1 200") ? new String(buffer, body, length, StandardCharsets.UTF_8) : "";
    }

    private void read() throws IOException {
        if (filled == buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * filled);
        }
        int got = in.read(buffer, filled, buffer.length - filled);
        if (got < 0) {
            throw new EOFException("the server closed the connection within an answer");
        }
        filled += got;
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

    private static int contentLength(String head) throws IOException {
        String lower = head.toLowerCase(Locale.ROOT);
        int at = lower.indexOf(LENGTH);
        if (at < 0) {
            throw new IOException("an answer without a Content-Length: " + head);
        }
        int from = at + LENGTH.length();
        return Integer.parseInt(lower.substring(from, lower.indexOf('\r', from)).strip());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
