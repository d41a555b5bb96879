package dev.tessera.server.picture;

import dev.tessera.graphmodel.encode.Picture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One GET to one address. The JDK's clients resolve names by themselves, so that the address that was looked at need not be the
 * one that is connected to; this one is given it. It speaks HTTP/1.0, in which an answer ends with the connection.
 */
final class PictureRequest {
    private static final int LONGEST_HEAD = 16_384;

    private final URI uri;
    private final InetAddress address;
    private final int port;
    private final Duration longest;

    PictureRequest(URI uri, InetAddress address, int port, Duration longest) {
        this.uri = uri;
        this.address = address;
        this.port = port;
        this.longest = longest;
    }

    /**
     * {@return the body of an answer 200}
     *
     * @throws IOException where there is none in time, or one that is too long; the message is for people
     */
    byte[] send() throws IOException {
        var isLate = new AtomicBoolean();
        var socket = new Socket();
        Thread clock = Thread.ofVirtual().start(() -> closeLate(socket, isLate));
        try (socket) {
            socket.connect(new InetSocketAddress(address, port), Math.toIntExact(longest.toMillis()));
            return exchange(PictureFetcher.isSecure(uri) ? secured(socket) : socket);
        } catch (IOException e) {
            throw isLate.get() ? new IOException("it took more than " + longest.toMillis() + " ms", e) : e;
        } finally {
            clock.interrupt();
        }
    }

    /** A limit on each read would let one byte at a time go on for ever. */
    private void closeLate(Socket socket, AtomicBoolean isLate) {
        try {
            Thread.sleep(longest);
            isLate.set(true);
            socket.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // done in time
        } catch (IOException e) {
            isLate.set(true); // whoever reads finds it closed
        }
    }

    private Socket secured(Socket plain) throws IOException {
        var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        var socket = (SSLSocket) factory.createSocket(plain, uri.getHost(), port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private byte[] exchange(Socket socket) throws IOException {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String request = "GET " + path + query + " HTTP/1.0\r\nHost: " + PictureFetcher.authority(uri)
                + "\r\nAccept: image/*\r\nUser-Agent: Tessera\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        InputStream in = socket.getInputStream();
        List<String> lines = head(in).lines().toList();
        checkStatus(lines.getFirst());
        long length = -1;
        for (String line : lines) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("transfer-encoding:") || lower.startsWith("content-encoding:")) {
                throw new IOException("it came encoded, which was not asked for: " + lower);
            }
            length = lower.startsWith("content-length:")
                    ? length(line.substring(15).strip())
                    : length;
        }
        return body(in, length);
    }

    private static void checkStatus(String line) throws IOException {
        if (!line.matches("HTTP/1\\.[01] [0-9]{3}.*")) {
            throw new IOException("it was not answered in HTTP");
        }
        String status = line.substring(9, 12);
        if (!status.equals("200")) {
            throw new IOException("it was answered with status " + status + ", where 200 was expected");
        }
    }

    private static long length(String text) throws IOException {
        if (!text.matches("[0-9]{1,18}")) {
            throw new IOException("its Content-Length is no number");
        }
        return Long.parseLong(text);
    }

    private static byte[] body(InputStream in, long length) throws IOException {
        if (length > Picture.MOST_BYTES) {
            throw tooLong();
        }
        byte[] bytes = in.readNBytes(length < 0 ? Picture.MOST_BYTES + 1 : (int) length);
        if (bytes.length > Picture.MOST_BYTES) {
            throw tooLong();
        }
        if (bytes.length < length) {
            throw new IOException("it ended after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    private static IOException tooLong() {
        return new IOException("it has more than " + Picture.MOST_BYTES + " bytes");
    }

    /** {@return the first line and the headers} */
    private static String head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        int lineLength = 0;
        int next = in.read();
        while (next >= 0 && head.size() < LONGEST_HEAD) {
            head.write(next);
            if (next == '\n' && lineLength == 0) {
                return head.toString(StandardCharsets.ISO_8859_1);
            }
            lineLength = next == '\n' ? 0 : next == '\r' ? lineLength : lineLength + 1;
            next = in.read();
        }
        throw new IOException(next < 0 ? "it was not answered in HTTP" : "its headers have no end");
    }
}
