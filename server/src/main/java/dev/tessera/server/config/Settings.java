package dev.tessera.server.config;

import dev.tessera.graphmodel.store.GraphConfig.Bolt;
import dev.tessera.server.graphql.QueryLimits;
import dev.tessera.server.http.HttpLimits;
import dev.tessera.server.jobs.Schedule;
import dev.tessera.server.jobs.TrainingPolicy;
import dev.tessera.training.tensor.ComputeDevice;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What all sources said, later ones over earlier ones, and all that was wrong with it. */
final class Settings {
    private static final Pattern HOST_AND_PORT = Pattern.compile("([\\w.-]+|\\[[0-9a-fA-F:.]+])(:[0-9]{1,5})?");

    private final Map<ConfigKey, Given> given = new EnumMap<>(ConfigKey.class);
    private final List<ConfigProblem> problems = new ArrayList<>();
    private final List<ConfigProblem> unknown = new ArrayList<>();

    void put(ConfigKey key, Given value) {
        given.put(key, value);
    }

    void problem(String key, String value, String origin, String reason) {
        unknown.add(new ConfigProblem(key, value, origin, reason));
    }

    void unknownKey(String key, String value, String origin, List<String> known) {
        problem(key, value, origin, "there is no such setting. Maybe " + Nearest.to(key, known) + "?");
    }

    Given get(ConfigKey key) {
        Given value = given.get(key);
        return value == null ? Given.standard(key) : value;
    }

    /** {@return the data folder, or null where what was given is no path} */
    @Nullable
    Path data(Path directory) {
        return read(ConfigKey.DATA, text -> path(directory, text));
    }

    static Path path(Path directory, String text) {
        try {
            return directory.resolve(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("this is no path: " + e.getReason(), e);
        }
    }

    /** @throws ConfigException with all problems */
    Config config(Path directory) {
        Path data = data(directory);
        String httpHost = read(ConfigKey.HTTP_HOST, text -> new HttpAddress(text, 0).host());
        Integer httpPort = read(ConfigKey.HTTP_PORT, text -> integer(text, 0, 65_535));
        Set<String> allowedHosts = read(
                ConfigKey.HTTP_ALLOWED_HOSTS,
                shown -> allowedHosts(get(ConfigKey.HTTP_ALLOWED_HOSTS).values()));
        Bolt bolt = bolt();
        Integer pageCache = read(ConfigKey.PAGE_CACHE, text -> integer(text, 8, Integer.MAX_VALUE));
        ComputeDevice device = read(ConfigKey.DEVICE, Settings::device);
        Set<String> kinds = Set.copyOf(get(ConfigKey.POSITIVE_KINDS).values());
        HttpLimits httpLimits = httpLimits();
        QueryLimits queryLimits = queryLimits();
        EncoderSetting text = read(ConfigKey.TEXT_ENCODER, given -> encoder(directory, given));
        EncoderSetting image = read(ConfigKey.IMAGE_ENCODER, given -> encoder(directory, given));
        Set<String> imageHosts = read(
                ConfigKey.IMAGE_HOSTS,
                shown -> allowedHosts(get(ConfigKey.IMAGE_HOSTS).values()));
        TrainingPolicy training = training();
        SecuritySettings security = new SecurityKeys(this, directory).read();
        OperationsSettings operations = new OperationsKeys(this, directory).read();
        problems.addAll(unknown);
        if (data == null
                || httpHost == null
                || httpPort == null
                || allowedHosts == null
                || bolt == null
                || pageCache == null
                || device == null
                || training == null
                || text == null
                || image == null
                || imageHosts == null
                || security == null
                || operations == null
                || !problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return new Config(
                data,
                new HttpAddress(httpHost, httpPort),
                allowedHosts,
                bolt,
                pageCache,
                device,
                training,
                kinds,
                httpLimits,
                queryLimits,
                new EncoderSettings(text, image, imageHosts),
                security,
                operations);
    }

    private @Nullable TrainingPolicy training() {
        Double margin = read(ConfigKey.PROMOTION_MARGIN, Settings::share);
        boolean never = get(ConfigKey.TRAINING_SCHEDULE).values().equals(List.of("off"));
        Schedule schedule = never ? null : read(ConfigKey.TRAINING_SCHEDULE, Schedule::parse);
        boolean asActive = get(ConfigKey.TRAINING_MODEL).values().equals(List.of("active"));
        String model = asActive ? null : read(ConfigKey.TRAINING_MODEL, Settings::model);
        List<String> settings = read(
                ConfigKey.TRAINING_SETTINGS,
                shown -> settings(get(ConfigKey.TRAINING_SETTINGS).values()));
        if (margin == null || settings == null) {
            return null;
        }
        return new TrainingPolicy(
                number(ConfigKey.MODELS_KEPT),
                margin,
                number(ConfigKey.TRAINING_THREADS),
                schedule,
                number(ConfigKey.TRAINING_AFTER),
                model,
                settings);
    }

    static double share(String text) {
        try {
            double value = Double.parseDouble(text);
            if (value >= 0 && value <= 1) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below, with the range
        }
        throw new IllegalArgumentException("must be a number from 0 to 1");
    }

    private static String model(String text) {
        TrainingPolicy.parse(text);
        return text;
    }

    private static List<String> settings(List<String> settings) {
        for (String setting : settings) {
            if (setting.indexOf('=') < 1) {
                throw new IllegalArgumentException("'" + setting + "' should be like lr=1e-3");
            }
        }
        return settings;
    }

    private HttpLimits httpLimits() {
        return new HttpLimits(
                number(ConfigKey.REQUEST_BYTES),
                number(ConfigKey.JSON_DEPTH),
                number(ConfigKey.HEADER_BYTES),
                number(ConfigKey.CONNECTIONS),
                number(ConfigKey.RUNNING_REQUESTS),
                number(ConfigKey.WAITING_REQUESTS),
                Duration.ofSeconds(number(ConfigKey.CLIENT_SECONDS)),
                number(ConfigKey.REQUESTS_PER_SECOND));
    }

    private QueryLimits queryLimits() {
        return new QueryLimits(
                number(ConfigKey.QUERY_DEPTH),
                number(ConfigKey.QUERY_COMPLEXITY),
                number(ConfigKey.ROOT_FIELDS),
                number(ConfigKey.ALIASES),
                number(ConfigKey.QUERY_TOKENS),
                number(ConfigKey.LIST_ENTRIES),
                Duration.ofSeconds(number(ConfigKey.REQUEST_SECONDS)));
    }

    /** Reads a number in the key's range; where it is not valid, notes the problem and answers the least. */
    int number(ConfigKey key) {
        Integer value = read(key, text -> integer(text, key.least(), key.most()));
        return value == null ? key.least() : value;
    }

    private static EncoderSetting encoder(Path directory, String text) {
        return switch (text) {
            case "built-in" -> new EncoderSetting.BuiltIn();
            case "off" -> new EncoderSetting.Off();
            default -> {
                Path folder = path(directory, text);
                if (!Files.isDirectory(folder)) {
                    throw new IllegalArgumentException("must be built-in, off or a folder, and there is no " + folder);
                }
                yield new EncoderSetting.Folder(folder);
            }
        };
    }

    private static Set<String> allowedHosts(List<String> hosts) {
        for (String host : hosts) {
            if (!HOST_AND_PORT.matcher(host).matches()) {
                throw new IllegalArgumentException("'" + host
                        + "' is no name as a Host header has it. It should be like shop.example.com, with :port where"
                        + " callers write one");
            }
        }
        return Set.copyOf(hosts);
    }

    private @Nullable Bolt bolt() {
        String host = read(ConfigKey.BOLT_HOST, Settings::notBlank);
        Boolean writable = read(ConfigKey.BOLT_WRITABLE, Settings::truth);
        boolean off = get(ConfigKey.BOLT_PORT).values().equals(List.of("off"));
        Integer port = off ? Integer.valueOf(0) : read(ConfigKey.BOLT_PORT, Settings::boltPort);
        if (host == null || writable == null || port == null) {
            return null;
        }
        return off ? new Bolt.Off() : new Bolt.Listening(host, port, writable);
    }

    /** Reads a value; where it is not valid, notes the problem and answers null. */
    <T> @Nullable T read(ConfigKey key, Function<String, T> parser) {
        Given value = get(key);
        try {
            return parser.apply(value.shown());
        } catch (IllegalArgumentException e) {
            problems.add(new ConfigProblem(key.key(), value.shown(), value.origin(), String.valueOf(e.getMessage())));
            return null;
        }
    }

    private static int integer(String text, int least, int most) {
        return integer(text, least, most, "");
    }

    private static int boltPort(String text) {
        return integer(text, 0, 65_535, ", or off");
    }

    private static int integer(String text, int least, int most, String otherwise) {
        try {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below, with the range
        }
        String range = most == Integer.MAX_VALUE ? "of at least " + least : "from " + least + " to " + most;
        throw new IllegalArgumentException("must be a whole number " + range + otherwise);
    }

    private static String notBlank(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("must be an address such as 127.0.0.1");
        }
        return text;
    }

    static boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("must be true or false");
        };
    }

    private static ComputeDevice device(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "auto" -> ComputeDevice.AUTO;
            case "cpu" -> ComputeDevice.CPU;
            case "cuda" -> ComputeDevice.CUDA;
            default -> throw new IllegalArgumentException("must be auto, cpu or cuda");
        };
    }
}
