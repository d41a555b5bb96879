package dev.tessera.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tessera.graphmodel.store.GraphConfig.Bolt;
import dev.tessera.server.graphql.QueryLimits;
import dev.tessera.server.http.HttpLimits;
import dev.tessera.server.jobs.TrainingPolicy;
import dev.tessera.server.trace.TraceConfig;
import dev.tessera.training.tensor.ComputeDevice;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigLoaderTest {
    @TempDir
    Path folder;

    @Test
    void nothingSaidGivesTheDefaults() {
        assertThat(load(null, Map.of(), Map.of())).isEqualTo(defaults());
    }

    @Test
    void thePrintedDefaultsLoadBackToTheDefaults() throws IOException {
        Path printed = Files.writeString(folder.resolve("printed.yaml"), ConfigDefaults.yaml());
        assertThat(load(printed, Map.of(), Map.of())).isEqualTo(defaults());
    }

    @Test
    void thePrintedDefaultsNameEveryKeyWithItsVariable() {
        assertThat(ConfigDefaults.yaml())
                .contains(ConfigKey.keys())
                .contains("TESSERA_GRAPH_PAGE_CACHE_MEGABYTES", "TESSERA_INTERACTIONS_POSITIVE_KINDS");
    }

    @Test
    void aVariableBeatsTheFileAndAFlagBeatsTheVariable() throws IOException {
        Path file = write("http.port: 1001\nbolt: {port: 1002, writable: true}\ngraph.pageCacheMegabytes: 64\n");
        Config config = load(
                file, Map.of("TESSERA_HTTP_PORT", "2001", "TESSERA_BOLT_PORT", "2002"), Map.of("http.port", "3001"));
        assertThat(config.http().port()).isEqualTo(3001);
        assertThat(config.bolt()).isEqualTo(new Bolt.Listening("127.0.0.1", 2002, true));
        assertThat(config.pageCacheMegabytes()).isEqualTo(64);
    }

    @Test
    void theFileInTheDataFolderIsReadUnlessAnotherIsNamed() throws IOException {
        Path data = Files.createDirectories(folder.resolve("tessera-data"));
        Files.writeString(data.resolve("tessera.yaml"), "training.device: cpu\n");
        assertThat(load(null, Map.of(), Map.of()).device()).isEqualTo(ComputeDevice.CPU);
        assertThat(load(write("http.port: 1\n"), Map.of(), Map.of()).device()).isEqualTo(ComputeDevice.AUTO);
    }

    @Test
    void aFileInTheDataFolderCannotMoveTheDataFolder() throws IOException {
        Path data = Files.createDirectories(folder.resolve("tessera-data"));
        Files.writeString(data.resolve("tessera.yaml"), "data: elsewhere\n");
        assertThat(failure(null, Map.of(), Map.of())).hasMessageContaining("Use --data");
    }

    @Test
    void listsComeFromYamlOrFromCommas() throws IOException {
        Path file = write("interactions:\n  positiveKinds: [view, 'a, b']\n");
        assertThat(load(file, Map.of(), Map.of()).positiveKinds()).isEqualTo(Set.of("view", "a, b"));
        Config config = load(null, Map.of("TESSERA_INTERACTIONS_POSITIVE_KINDS", "view, purchase"), Map.of());
        assertThat(config.positiveKinds()).isEqualTo(Set.of("view", "purchase"));
    }

    @Test
    void limitsAreNumbersInTheirRanges() throws IOException {
        Path file = write("limits: {requestSeconds: 3, listEntries: 10}\nhttp.requestsPerSecond: 100\n");
        Config config = load(file, Map.of("TESSERA_LIMITS_REQUEST_BYTES", "2000000"), Map.of());
        assertThat(config.queryLimits().timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.queryLimits().listEntries()).isEqualTo(10);
        assertThat(config.httpLimits().requestsPerSecond()).isEqualTo(100);
        assertThat(config.httpLimits().requestBytes()).isEqualTo(2_000_000);
        assertThat(failure(null, Map.of(), Map.of("limits.queryDepth", "101", "limits.running", "1")))
                .hasMessageContaining(
                        "limits.queryDepth = 101 (from the command line): must be a whole number from 1 to 100")
                .hasMessageContaining("limits.running = 1");
    }

    @Test
    void boltCanBeSwitchedOff() throws IOException {
        assertThat(load(write("bolt.port: off\n"), Map.of(), Map.of()).bolt()).isEqualTo(new Bolt.Off());
    }

    @Test
    void allProblemsAreToldAtOnceWithKeyValueOriginAndWhatIsValid() throws IOException {
        Path file = write("http.prot: 8080\ntraining.device: tpu\nbolt:\n  writable: yes please\n");
        ConfigException failure = failure(
                file, Map.of("TESSERA_HTTP_PORT", "99999", "TESSERA_HTTP_HOTS", "x"), Map.of("bolt.port", "-1"));
        assertThat(failure)
                .hasMessageStartingWith("the configuration has 6 problems:\n")
                .hasMessageContaining(
                        "http.port = 99999 (from TESSERA_HTTP_PORT): must be a whole number from 0 to 65535")
                .hasMessageContaining(
                        "http.prot = 8080 (from " + file + "): there is no such setting. Maybe http.port?")
                .hasMessageContaining("training.device = tpu (from " + file + "): must be auto, cpu or cuda")
                .hasMessageContaining("bolt.writable = yes please")
                .hasMessageContaining("TESSERA_HTTP_HOTS = x (from the environment)")
                .hasMessageContaining("Maybe TESSERA_HTTP_HOST?")
                .hasMessageContaining(
                        "bolt.port = -1 (from the command line): must be a whole number from 0 to 65535, or off");
        assertThat(failure.isWrongUsage()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "http://127.0.0.1", "a/b"})
    void whatIsNoAddressIsRefused(String host) {
        ConfigException failure = failure(null, Map.of(), Map.of("http.host", host));
        assertThat(failure).hasMessageContaining("must be a name or an address");
        assertThat(failure.isWrongUsage()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "127.3.2.1", "::1"})
    void everyLoopbackAddressIsKnownAsOne(String host) {
        assertThat(Loopback.is(
                        load(null, Map.of(), Map.of("http.host", host)).http().host()))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "192.168.1.2", "example.org", "::", "localhost.example.org", "::ffff:10.0.0.1"})
    void noOtherAddressIsTakenForLoopback(String host) {
        assertThat(Loopback.is(
                        load(null, Map.of(), Map.of("http.host", host)).http().host()))
                .isFalse();
    }

    @Test
    void otherNamesOfTheServerCanBeAllowed() throws IOException {
        Path file = write("http.allowedHosts: [shop.example.com, 'shop.example.com:8443', '[fd00::1]:80']\n");
        assertThat(load(file, Map.of(), Map.of()).allowedHosts())
                .isEqualTo(Set.of("shop.example.com", "shop.example.com:8443", "[fd00::1]:80"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://shop.example.com", "shop.example.com/", "*", "a b", "shop:port"})
    void whatNoHostHeaderSaysCannotBeAllowed(String host) {
        assertThat(failure(null, Map.of("TESSERA_HTTP_ALLOWED_HOSTS", "fine.example.com, " + host), Map.of()))
                .hasMessageContaining("http.allowedHosts")
                .hasMessageContaining("'" + host + "' is no name as a Host header has it");
    }

    @Test
    void encodersAreBuiltInOffOrAFolder() throws IOException {
        Path model = Files.createDirectory(folder.resolve("model"));
        Config config = load(write("encoders:\n  text: off\n  image: model\n"), Map.of(), Map.of());
        assertThat(config.encoders())
                .isEqualTo(new EncoderSettings(new EncoderSetting.Off(), new EncoderSetting.Folder(model)));
        assertThat(failure(null, Map.of("TESSERA_ENCODERS_TEXT", "builtin"), Map.of()))
                .hasMessageContaining(
                        "must be built-in, off or a folder, and there is no " + folder.resolve("builtin"));
    }

    @Test
    void tracesAreSentWhereTheConfigurationSaysWithTheHeadersOfAFile() throws IOException {
        Files.writeString(folder.resolve("headers"), "Authorization: Bearer a:b c\n\nX-Tenant:  shop\n");
        Path file = write("tracing: {endpoint: 'https://collector.example.com:4318', sampleRatio: 0.1, headersFile:"
                + " headers}\n");
        TraceConfig traces = load(file, Map.of(), Map.of()).operations().traces();
        assertThat(traces)
                .isEqualTo(new TraceConfig(
                        URI.create("https://collector.example.com:4318/v1/traces"),
                        0.1,
                        Map.of("Authorization", "Bearer a:b c", "X-Tenant", "shop")));
        assertThat(traces.toString()).doesNotContain("Bearer", "a:b");
        var elsewhere = Map.of("TESSERA_TRACING_ENDPOINT", "http://localhost:4318/otlp/v1/traces");
        assertThat(load(null, elsewhere, Map.of()).operations().traces().endpoint())
                .isEqualTo(URI.create("http://localhost:4318/otlp/v1/traces"));
    }

    @Test
    void whatIsWrongWithTracesIsSaidWithoutTheSecret() throws IOException {
        Files.writeString(folder.resolve("headers"), "X-Tenant: shop\nBearer of-the-collector\n");
        Path file = write("tracing: {endpoint: 'localhost:4318', sampleRatio: 2, headersFile: headers}\n");
        assertThat(failure(file, Map.of(), Map.of()))
                .hasMessageContaining("must be the URL of a collector, such as http://localhost:4318, or off")
                .hasMessageContaining("must be a number from 0 to 1")
                .hasMessageContaining("line 2 of the file should be like Authorization: Bearer TOKEN")
                .hasMessageNotContaining("of-the-collector");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http: [1", "- a\n- b", "http.port: 1\nhttp.port: 2"})
    void aFileThatIsNotAMapOfKeysIsAProblem(String yaml) throws IOException {
        Path file = write(yaml);
        assertThat(failure(file, Map.of(), Map.of())).hasMessageContaining(file.toString());
    }

    @Test
    void aNamedFileThatIsNotThereIsAProblem() {
        assertThat(failure(Path.of("absent.yaml"), Map.of(), Map.of())).hasMessageContaining("absent.yaml");
    }

    @Test
    void variablesOfOthersAndOfTheLauncherAreNotOurs() {
        Map<String, String> environment = Map.of("PATH", "/bin", "TESSERA_JAVA_OPTS", "-Xmx1g", "TESSERA_DEBUG", "1");
        assertThat(load(null, environment, Map.of())).isEqualTo(defaults());
    }

    private Config defaults() {
        return new Config(
                folder.resolve("tessera-data"),
                new HttpAddress("127.0.0.1", 8080),
                Set.of(),
                new Bolt.Listening("127.0.0.1", 7687, false),
                256,
                ComputeDevice.AUTO,
                TrainingPolicy.standard(),
                Set.of(),
                HttpLimits.standard(),
                QueryLimits.standard(),
                EncoderSettings.standard(),
                SecuritySettings.standard(),
                OperationsSettings.standard());
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(folder.resolve("given.yaml"), yaml);
    }

    private Config load(Path file, Map<String, String> environment, Map<String, String> flags) {
        return ConfigLoader.load(new ConfigSources(folder, file, environment, flags));
    }

    private ConfigException failure(Path file, Map<String, String> environment, Map<String, String> flags) {
        return catchThrowableOfType(ConfigException.class, () -> load(file, environment, flags));
    }
}
