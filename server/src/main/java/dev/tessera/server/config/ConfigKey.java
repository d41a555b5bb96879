package dev.tessera.server.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The keys, in the order in which {@code tessera config} prints them. */
enum ConfigKey {
    DATA(
            "data",
            "./tessera-data",
            "The data folder: the graph, the models, the backups. Relative to the current folder."
                    + " Not in the data folder's own tessera.yaml."),
    HTTP_HOST("http.host", "127.0.0.1", "The address that HTTP listens on: a loopback address."),
    HTTP_PORT("http.port", "8080", "0 takes a free port."),
    HTTP_ALLOWED_HOSTS(
            "http.allowedHosts",
            "[]",
            "Names that callers may know the server by besides localhost, such as [shop.example.com, 'shop.example.com:8443'];"
                    + " for a proxy on this machine."),
    BOLT_HOST("bolt.host", "127.0.0.1", "The address that Bolt, Neo4j's own protocol, listens on."),
    BOLT_PORT("bolt.port", "7687", "0 takes a free port, off opens none."),
    BOLT_WRITABLE(
            "bolt.writable", "false", "true: Bolt clients may change the graph. false: their commits are refused."),
    PAGE_CACHE("graph.pageCacheMegabytes", "256", "Memory for the graph's pages, at least 8."),
    DEVICE("training.device", "auto", "Where to train: auto (the GPU where there is one), cpu or cuda."),
    POSITIVE_KINDS(
            "interactions.positiveKinds",
            "[]",
            "The kinds of interaction that count as liking, such as [view, purchase]. Empty: all kinds."),
    TEXT_ENCODER(
            "encoders.text",
            "built-in",
            "What makes features of titles, descriptions, categories and brands where none are given: built-in, off, or the"
                    + " folder of a pre-trained model (model.onnx or model.pt, and tokenizer.json)."),
    IMAGE_ENCODER(
            "encoders.image",
            "built-in",
            "What makes features of pictures: built-in, off, or the folder of a pre-trained model (model.onnx or model.pt;"
                    + " preprocessor_config.json).");

    static final String VARIABLE_PREFIX = "TESSERA_";

    private final String key;
    private final String standard;
    private final String comment;

    ConfigKey(String key, String standard, String comment) {
        this.key = key;
        this.standard = standard;
        this.comment = comment;
    }

    /** {@return the dotted name} */
    String key() {
        return key;
    }

    /** {@return the default, as YAML} */
    String standard() {
        return standard;
    }

    String comment() {
        return comment;
    }

    boolean isList() {
        return standard.startsWith("[");
    }

    /** {@return the default's elements, one where it is no list} */
    List<String> standardValues() {
        return isList() ? List.of() : List.of(standard);
    }

    /** {@return the environment variable: {@code http.port} is set by {@code TESSERA_HTTP_PORT}} */
    String variable() {
        String words = key.replace('.', '_').replaceAll("([a-z])([A-Z])", "$1_$2");
        return VARIABLE_PREFIX + words.toUpperCase(Locale.ROOT);
    }

    static List<String> keys() {
        return Arrays.stream(values()).map(ConfigKey::key).toList();
    }

    static List<String> variables() {
        return Arrays.stream(values()).map(ConfigKey::variable).toList();
    }

    static @Nullable ConfigKey of(String key) {
        for (ConfigKey candidate : values()) {
            if (candidate.key.equals(key)) {
                return candidate;
            }
        }
        return null;
    }

    static @Nullable ConfigKey ofVariable(String variable) {
        for (ConfigKey candidate : values()) {
            if (candidate.variable().equals(variable)) {
                return candidate;
            }
        }
        return null;
    }
}
