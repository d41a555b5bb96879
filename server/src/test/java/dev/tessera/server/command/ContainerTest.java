package dev.tessera.server.command;

import static dev.tessera.server.fixture.TestServer.json;
import static dev.tessera.server.fixture.TestServer.parse;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tessera.graphmodel.fixture.Child;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the image runs, run as the image would but without a container; and that its files name what there is. */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
final class ContainerTest {
    private static final Path TOP = Path.of("..").toAbsolutePath().normalize();
    private static final Path DOCKER = TOP.resolve("server/docker");
    private static final int TERMINATED = 128 + 15;

    @TempDir
    private Path folder;

    /** Stands where the launcher stands in the image, and runs the same program. */
    private Path launcher() throws IOException {
        String command = String.join("' '", Child.command(Main.class));
        return executable("tessera", "#!/bin/sh\nexec '" + command + "' \"$@\"\n");
    }

    private Path executable(String name, String script) throws IOException {
        Path file = Files.writeString(folder.resolve(name), script);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private Process start(String script, Map<String, String> environment, String... arguments) throws IOException {
        var builder = new ProcessBuilder(DOCKER.resolve(script).toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().putAll(environment);
        return builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("output"));
    }

    @Test
    void itServesOtherMachinesWithAKeyAndSaysHowItIs() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        String port = freePort();
        Map<String, String> environment = Map.of(
                "TESSERA_DATA",
                data.toString(),
                "TESSERA_HTTP_HOST",
                "0.0.0.0",
                "TESSERA_HTTP_PORT",
                port,
                "TESSERA_BOLT_PORT",
                "off",
                "TESSERA_LIMITS_DISK_FREE_MEGABYTES",
                "1000000000", // no disk of a test has a petabyte free
                "LAUNCHER",
                launcher().toString());
        Process server = start("entrypoint.sh", environment, "serve");
        try {
            assertThat(healthOf(environment)).as("before it listens").isNotZero();
            awaitListening(server);
            assertThat(healthOf(environment)).isZero();
            Path keyFile = data.resolve("first-admin-key");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keyFile)))
                    .isEqualTo("rw-------");
            String key = Files.readString(keyFile).strip();
            assertThat(output()).doesNotContain(key);
            assertThat(ask(port, "not-" + key, "{ activeModel { version } }").statusCode())
                    .isEqualTo(401);
            aFullDiskRefusesChangesAndAnswersQuestions(port, key);
            everySeriesThatIsLookedAtIsThere(port, key);
            server.destroy();
            assertThat(server.waitFor()).isEqualTo(TERMINATED);
            assertThat(data.resolve("server.json")).doesNotExist();
        } finally {
            server.destroyForcibly();
        }
    }

    private void aFullDiskRefusesChangesAndAnswersQuestions(String port, String key) throws Exception {
        JsonNode health =
                parse(send(HttpRequest.newBuilder(uri(port, "/health/ready"))).body());
        assertThat(health.path("status").asText()).isEqualTo("degraded");
        assertThat(health.at("/reasons/0").asText()).contains("limits.diskFreeMegabytes", "1000000000");
        JsonNode refused = parse(ask(port, key, "mutation { upsertUsers(input: [{id: \"ann\"}]) { accepted } }")
                .body());
        assertThat(refused.at("/errors/0/extensions/code").asText()).isEqualTo("READ_ONLY");
        assertThat(refused.at("/errors/0/message").asText()).contains("limits.diskFreeMegabytes");
        JsonNode answered = parse(ask(
                        port,
                        key,
                        "{ recommendations(for: {userId: \"ann\"}) { nodes { score } } user(id: \"ann\") { id } }")
                .body());
        assertThat(answered.path("errors").isMissingNode())
                .as(answered.toString())
                .isTrue();
        assertThat(answered.at("/data/user").isNull()).isTrue();
    }

    private static void everySeriesThatIsLookedAtIsThere(String port, String key) throws Exception {
        String shown = send(HttpRequest.newBuilder(uri(port, "/metrics")).header("X-Api-Key", key))
                .body();
        String looks = Files.readString(DOCKER.resolve("grafana/dashboards/tessera.json"))
                + Files.readString(DOCKER.resolve("prometheus/alerts.yml"));
        List<String> series = Pattern.compile("tessera_[a-z_]+")
                .matcher(looks)
                .results()
                .map(MatchResult::group)
                .distinct()
                .toList();
        assertThat(series).hasSizeGreaterThan(15).allMatch(name -> shown.contains("\n" + name));
    }

    private static URI uri(String port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static HttpResponse<String> ask(String port, String key, String query) throws Exception {
        return send(HttpRequest.newBuilder(uri(port, "/graphql"))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + key)
                .POST(HttpRequest.BodyPublishers.ofString(json(Map.of("query", query)))));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static String freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return Integer.toString(socket.getLocalPort());
        }
    }

    private void awaitListening(Process server) throws Exception {
        while (!output().contains("listening on ")) {
            assertThat(server.isAlive()).as(output()).isTrue();
            Thread.sleep(Duration.ofMillis(50));
        }
    }

    private int healthOf(Map<String, String> environment) throws Exception {
        var builder = new ProcessBuilder(DOCKER.resolve("health.sh").toString());
        builder.environment().putAll(environment);
        return builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    @Test
    void memoryOutsideTheHeapIsAQuarterOfTheContainersAndASettingOfOnesOwnGoesFirst() throws Exception {
        Path limit = Files.writeString(folder.resolve("memory.max"), "4294967296\n");
        Path shows = executable("shows", "#!/bin/sh\necho \"[$TESSERA_JAVA_OPTS] $*\"\n");
        Map<String, String> environment = Map.of(
                "MEMORY_LIMIT_FILE", limit.toString(),
                "TESSERA_DATA", folder.toString(),
                "TESSERA_JAVA_OPTS", "-Xmx1g",
                "LAUNCHER", shows.toString());
        assertThat(start("entrypoint.sh", environment, "version").waitFor()).isZero();
        assertThat(output()).isEqualTo("[-XX:MaxDirectMemorySize=1073741824 -Xmx1g] version\n");
        Files.writeString(limit, "max\n");
        assertThat(start("entrypoint.sh", environment, "version").waitFor()).isZero();
        assertThat(output()).isEqualTo("[-Xmx1g] version\n");
    }

    @Test
    void aKeyThatWasDeployedIsTakenAndNotPrinted() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Path secret = Files.writeString(folder.resolve("secret"), "0123456789abcdef0123456789abcdef0123456789abcdef");
        Path real = launcher();
        Path onlyKeys = executable(
                "only-keys",
                "#!/bin/sh\n[ \"$1\" = serve ] && exec '" + real + "' key list\nexec '" + real + "' \"$@\"\n");
        Map<String, String> environment = Map.of(
                "TESSERA_DATA", data.toString(), "ADMIN_KEY_FILE", secret.toString(), "LAUNCHER", onlyKeys.toString());
        for (int restart = 0; restart < 2; restart++) {
            assertThat(start("entrypoint.sh", environment, "serve").waitFor())
                    .as(output())
                    .isZero();
            assertThat(output().lines().filter(line -> line.contains("admin"))).hasSize(1);
            assertThat(output()).doesNotContain("0123456789abcdef");
            assertThat(data.resolve("first-admin-key")).doesNotExist();
        }
    }

    @Test
    void composeAndDockerfileNameFilesThatExist() throws IOException {
        JsonNode compose = new YAMLMapper().readTree(Files.readString(TOP.resolve("docker-compose.yml")));
        JsonNode services = compose.path("services");
        assertThat(services.at("/prometheus/profiles/0").asText()).isEqualTo("monitoring");
        assertThat(services.at("/grafana/profiles/0").asText()).isEqualTo("monitoring");
        assertThat(services.path("tessera").has("profiles")).isFalse();
        assertThat(TOP.resolve(services.at("/tessera/build/dockerfile").asText()))
                .isRegularFile();
        for (JsonNode service : services) {
            for (JsonNode volume : service.path("volumes")) {
                String source = volume.asText().split(":", -1)[0];
                if (source.startsWith("./")) {
                    assertThat(TOP.resolve(source)).exists();
                } else {
                    assertThat(compose.path("volumes").has(source)).as(source).isTrue();
                }
            }
        }
        String dockerfile = Files.readString(DOCKER.resolve("Dockerfile"));
        assertThat(dockerfile).containsPattern("(?m)^USER 10001").contains("HEALTHCHECK", "VOLUME /data");
        Pattern.compile("server/docker/\\S+\\.sh").matcher(dockerfile).results().forEach(match -> assertThat(
                        TOP.resolve(match.group()))
                .isExecutable());
    }

    @Test
    void theFilesForPrometheusAndGrafanaFitTogether() throws IOException {
        var yaml = new YAMLMapper();
        JsonNode compose = yaml.readTree(Files.readString(TOP.resolve("docker-compose.yml")));
        JsonNode prometheus = yaml.readTree(Files.readString(DOCKER.resolve("prometheus/prometheus.yml")));
        JsonNode scraped = prometheus.at("/scrape_configs/0");
        assertThat(scraped.at("/static_configs/0/targets/0").asText()).isEqualTo("tessera:8080");
        assertThat(scraped.at("/authorization/credentials_file").asText())
                .isEqualTo("/run/secrets/"
                        + compose.at("/services/prometheus/secrets/0").asText());
        assertThat(compose.at("/services/prometheus/volumes").toString())
                .contains(":" + prometheus.at("/rule_files/0").asText() + ":ro");
        JsonNode source =
                yaml.readTree(Files.readString(DOCKER.resolve("grafana/provisioning/datasources/prometheus.yml")));
        try (InputStream dashboard = Files.newInputStream(DOCKER.resolve("grafana/dashboards/tessera.json"))) {
            for (JsonNode panel : yaml.readTree(dashboard).path("panels")) {
                assertThat(panel.at("/datasource/uid")).isEqualTo(source.at("/datasources/0/uid"));
            }
        }
    }
}
