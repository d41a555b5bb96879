package dev.tessera.server.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tessera.graphmodel.fixture.Pictures;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureFetcherTest {
    private static final byte[] PICTURE = Pictures.png(Pictures.number(1));

    private final AtomicInteger connections = new AtomicInteger();
    private ServerSocket listening;
    private volatile Answer answer = out -> {};

    /** What the server says. */
    private interface Answer {
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    @BeforeEach
    void listen() throws IOException {
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (!listening.isClosed()) {
                try (Socket socket = listening.accept()) {
                    connections.incrementAndGet();
                    socket.getInputStream().read(new byte[10_000]);
                    answer.write(socket.getOutputStream());
                } catch (IOException | InterruptedException e) {
                    // the test is over, or the fetcher has hung up
                }
            }
        });
    }

    @AfterEach
    void close() throws IOException {
        listening.close();
    }

    private Fetched fetch(Answer written) {
        answer = written;
        String host = "localhost:" + listening.getLocalPort();
        return new PictureFetcher(Set.of(host), Duration.ofMillis(1_500)).fetch("http://" + host + "/a.png?b=c");
    }

    private static Answer head(String head) {
        return out -> out.write(head.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String reason(Fetched fetched) {
        return fetched instanceof Fetched.Failed(var reason) ? reason : "it was fetched";
    }

    @Test
    void a_picture_is_fetched_with_and_without_a_length() {
        for (String length : new String[] {"", "Content-Length: " + PICTURE.length + "\n"}) {
            Fetched fetched = fetch(out -> {
                head("HTTP/1.1 200 OK\nContent-Type: text/plain\n" + length + "\n")
                        .write(out);
                out.write(PICTURE);
            });
            assertThat(fetched).isInstanceOfSatisfying(Fetched.Picture.class, p -> assertThat(p.bytes())
                    .isEqualTo(PICTURE));
        }
    }

    @Test
    void what_is_no_picture_is_none_whatever_it_calls_itself() {
        assertThat(reason(fetch(head("HTTP/1.1 200 OK\nContent-Type: image/png\n\n<html>"))))
                .contains("cannot be read");
    }

    @Test
    void redirections_lead_nowhere() {
        assertThat(reason(fetch(head("HTTP/1.1 302 Found\nLocation: /b.png\n\n"))))
                .contains("status 302");
        assertThat(connections).hasValue(1);
    }

    @Test
    void bodies_without_end_and_lengths_without_bounds_are_given_up() {
        assertThat(reason(fetch(head("HTTP/1.1 200 OK\nContent-Length: 99999999999\n\n"))))
                .contains("more than 10000000 bytes");
        assertThat(reason(fetch(out -> {
                    head("HTTP/1.1 200 OK\n\n").write(out);
                    for (int k = 0; k < 2_000; k++) {
                        out.write(new byte[10_000]);
                    }
                })))
                .contains("more than 10000000 bytes");
        assertThat(reason(fetch(out -> out.write("HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.US_ASCII)))))
                .contains("not answered in HTTP");
        assertThat(reason(fetch(head("HTTP/1.1 200 OK\n" + "X: y\n".repeat(10_000)))))
                .contains("no end");
        assertThat(reason(fetch(head("HTTP/1.1 200 OK\nContent-Length: 100\n\nabc"))))
                .contains("3 of 100");
        assertThat(reason(fetch(head("HTTP/1.1 200 OK\nContent-Encoding: gzip\n\nabc"))))
                .contains("encoded");
    }

    @Test
    void a_body_that_drips_ends_with_the_time() {
        long start = System.nanoTime();
        assertThat(reason(fetch(out -> {
                    head("HTTP/1.1 200 OK\n\n").write(out);
                    for (int k = 0; k < 200; k++) {
                        out.write(PICTURE[k % 8]);
                        Thread.sleep(50);
                    }
                })))
                .isEqualTo("it took more than 1500 ms");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost/a.png",
                "http://127.0.0.1:PORT/a.png",
                "https://localhost.evil.example:PORT/a.png",
                "http://localhost:PORT@evil.example/a.png",
                "http://ann@localhost:PORT/a.png",
                "ftp://localhost:PORT/a.png",
                "file:///etc/passwd",
                "//localhost:PORT/a.png",
                "http:localhost:PORT",
                "http:///a.png",
                "http://localhost:PORT/a b.png",
                "no url"
            })
    void only_the_very_host_that_is_listed_is_asked(String url) {
        String port = Integer.toString(listening.getLocalPort());
        var fetcher = new PictureFetcher(Set.of("localhost:" + port));
        assertThat(fetcher.allows(url.replace("PORT", port))).isFalse();
        assertThat(reason(fetcher.fetch(url.replace("PORT", port)))).contains("images.allowedHosts");
        assertThat(connections).hasValue(0);
    }

    @Test
    void the_port_is_as_written_and_the_schemes_own_is_none() {
        var fetcher = new PictureFetcher(Set.of("Images.example.com", "other.example:8443"));
        assertThat(fetcher.allows("https://images.EXAMPLE.com:443/a.png")).isTrue();
        assertThat(fetcher.allows("http://images.example.com/a.png")).isTrue();
        assertThat(fetcher.allows("https://images.example.com:8443/a.png")).isFalse();
        assertThat(fetcher.allows("https://other.example:8443/a.png")).isTrue();
        assertThat(fetcher.allows("https://other.example/a.png")).isFalse();
    }

    @Test
    void a_name_that_leads_to_this_machine_is_not_followed() throws IOException {
        String name = InetAddress.getLocalHost().getHostName();
        String host = (name.equals("localhost") ? "localhost.localdomain" : name) + ":" + listening.getLocalPort();
        String reason = reason(new PictureFetcher(Set.of(host)).fetch("http://" + host + "/a.png"));
        assertThat(reason).doesNotContain("it was fetched");
        assertThat(connections).hasValue(0);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, false",
        "127.8.8.8, false",
        "0.0.0.0, false",
        "10.1.2.3, false",
        "172.16.0.1, false",
        "192.168.1.1, false",
        "169.254.169.254, false",
        "100.64.0.1, false",
        "192.0.0.8, false",
        "198.18.0.1, false",
        "224.0.0.1, false",
        "240.0.0.1, false",
        "255.255.255.255, false",
        "::1, false",
        "::, false",
        "fe80::1, false",
        "fc00::1, false",
        "fd12::1, false",
        "::ffff:127.0.0.1, false",
        "64:ff9b::7f00:1, false",
        "2002:7f00:1::, false",
        "2001:0:1::, false",
        "ff02::1, false",
        "93.184.216.34, true",
        "172.32.0.1, true",
        "100.128.0.1, true",
        "2606:4700::1111, true",
        "2001:db8::1, true"
    })
    void addresses_of_private_networks_are_told_from_others(String address, boolean isPublic) throws IOException {
        assertThat(PublicAddress.is(InetAddress.getByName(address))).isEqualTo(isPublic);
    }
}
