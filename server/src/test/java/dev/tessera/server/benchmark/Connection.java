package dev.tessera.server.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One HTTP connection that stays open: sends bytes made beforehand and reads one answer after another, with as little of the
 * processor as that takes. Belongs to one thread.
 */
final class Connection implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final Answer answer = new Answer();

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
        answer.clear();
        while (!answer.isWhole()) {
            byte[] into = answer.room();
            answer.filled(in.read(into, answer.length(), into.length - answer.length()));
        }
        return answer.body();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
