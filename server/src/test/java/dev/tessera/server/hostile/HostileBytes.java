package dev.tessera.server.hostile;

import static dev.tessera.server.hostile.HostileText.one;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** Bytes for a socket that are no HTTP, or HTTP that two servers would read in two ways. */
enum HostileBytes {
    NOISE(r -> {
        byte[] noise = new byte[1 + r.nextInt(3_000)];
        r.nextBytes(noise);
        return new String(noise, StandardCharsets.ISO_8859_1) + "\r\n\r\n";
    }),
    TLS(r -> "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003" + "\u0000".repeat(r.nextInt(200))
            + "\r\n\r\n"),
    FIRST_LINE(r -> one(
                    r,
                    List.of(
                            "GET",
                            "GET /",
                            "/ HTTP/1.1",
                            "GET / HTTP/9.9",
                            "GET / HTTP/1.1x",
                            "\u0000GET / HTTP/1.1",
                            "GET /\u0000 HTTP/1.1",
                            "G\u00e9T / HTTP/1.1"))
            + "\r\n" + host() + "\r\n"),
    METHOD(r -> one(r, List.of("CONNECT", "TRACE", "PUT", "DELETE", "PATCH", "get", "PROPFIND", "X".repeat(500)))
            + " /graphql HTTP/1.1\r\n" + host() + "\r\n"),
    PATH(r -> "GET "
            + one(
                    r,
                    List.of(
                            "/%",
                            "/%zz",
                            "/%00",
                            "/%2e%2e/%2e%2e/etc/passwd",
                            "/..;/",
                            "/webjars/..%2f..%2fx",
                            "http://evil.example/graphql",
                            "/" + "a".repeat(20_000),
                            "/\u00ff",
                            "*"))
            + " HTTP/1.1\r\n" + host() + "\r\n"),
    HEADER_LONG(r ->
            "GET /health/live HTTP/1.1\r\n" + host() + "X: " + "a".repeat(17_000 + r.nextInt(50_000)) + "\r\n\r\n"),
    HEADERS_MANY(r -> "GET /health/live HTTP/1.1\r\n" + host() + "X: a\r\n".repeat(4_000 + r.nextInt(4_000)) + "\r\n"),
    HEADER_ODD(r -> "GET /graphql HTTP/1.1\r\n" + host()
            + one(
                    r,
                    List.of(
                            "X\r\n",
                            ": y\r\n",
                            "X y: z\r\n",
                            "X\u0000: y\r\n",
                            "X: y\u0000\r\n",
                            " X: y\r\n",
                            "X : y\r\n",
                            "Host: evil.example\r\n"))
            + "\r\n"),
    LENGTH(r ->
            post("Content-Length: " + one(r, List.of("-1", "1e3", "0x10", "9".repeat(30), "abc", "", "5, 6", "+5")))),
    LENGTHS(r -> post("Content-Length: 5\r\nContent-Length: " + (6 + r.nextInt(50)))),
    LENGTH_AND_CHUNKS(r -> post(one(
            r,
            List.of(
                    "Content-Length: 4\r\nTransfer-Encoding: chunked",
                    "Transfer-Encoding: chunked\r\nContent-Length: 4")))),
    ENCODING(r -> post("Transfer-Encoding: "
            + one(
                    r,
                    List.of(
                            "xchunked",
                            "chunked, identity",
                            "identity, chunked, x",
                            "\u000bchunked",
                            "chunked;q=1",
                            "gzip",
                            "x")))),
    ENCODINGS(r ->
            post("Transfer-Encoding: chunked\r\nTransfer-Encoding: " + one(r, List.of("x", "identity", "chunked")))),
    CHUNK(r -> head("Transfer-Encoding: chunked")
            + one(
                    r,
                    List.of(
                            "zz\r\n{}\r\n0\r\n\r\n",
                            "-1\r\n{}\r\n0\r\n\r\n",
                            "ffffffffffffffff\r\n{}",
                            "7fffffff\r\n{}",
                            "2\r\n{}x\r\n0\r\n\r\n",
                            "\r\n\r\n"))),
    CUT_BODY(r -> head("Content-Length: " + (100 + r.nextInt(1_000))) + "{\"query\": \"{ items { totalCount } }\""),
    CUT_HEADERS(r -> "POST /graphql HTTP/1.1\r\nHost: loc"),
    INVALID_UTF8(r -> {
        String body = "{\"query\": \"{ item(id: \\\""
                + one(
                        r,
                        List.of(
                                "\u00ff",
                                "\u00c0\u00af",
                                "\u00ed\u00a0\u0080",
                                "\u00f5\u0080\u0080\u0080",
                                "\u00e2\u0082"))
                + "\\\") { id } }\"}";
        return head("Content-Length: " + body.length()) + body;
    }),
    NULS(r -> head("Content-Length: 100") + "\u0000".repeat(100)),
    OLD_PROTOCOLS(r -> one(
            r,
            List.of(
                    "GET /\r\n",
                    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                    "SSH-2.0-x\r\n\r\n",
                    "EHLO x\r\n\r\n",
                    "\u0003\u0000\u0000\u0013\u000e\u00e0")));

    /** What follows a body that is shorter to one reader than to another; it must never be answered. */
    private static final String SMUGGLED =
            "0\r\n\r\nPOST /graphql HTTP/1.1\r\nHost: localhost:PORT\r\nContent-Type: application/json\r\nContent-Length: 36\r\n\r\n"
                    + "{\"query\": \"{ items { totalCount } }\"}";

    private final Function<Random, String> bytes;

    HostileBytes(Function<Random, String> bytes) {
        this.bytes = bytes;
    }

    /** {@return one of the kind, for a server on the port} */
    byte[] bytes(Random random, int port) {
        return bytes.apply(random).replace("PORT", Integer.toString(port)).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String host() {
        return "Host: localhost:PORT\r\n";
    }

    private static String head(String headers) {
        return "POST /graphql HTTP/1.1\r\n" + host() + "Content-Type: application/json\r\n" + headers + "\r\n\r\n";
    }

    private static String post(String headers) {
        return head(headers) + SMUGGLED;
    }
}
