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
    HTTP_HOST(
            "http.host",
            "127.0.0.1",
            "The address that HTTP listens on. One that other machines reach needs keys (tessera key create) or"
                    + " security.jwksFile."),
    HTTP_PORT("http.port", "8080", "0 takes a free port."),
    HTTP_ALLOWED_HOSTS(
            "http.allowedHosts",
            "[]",
            "Names that callers may know the server by besides localhost, such as [shop.example.com, 'shop.example.com:8443'];"
                    + " for a proxy on this machine."),
    ALLOWED_ORIGINS(
            "http.allowedOrigins",
            "[]",
            "Pages of others that may call from a browser, such as [https://shop.example.com]. Empty: only its own."),
    GRAPHIQL("http.graphiql", "auto", "The page to try queries on: on, off, or auto (as long as there are no keys)."),
    INTROSPECTION(
            "graphql.introspection",
            "auto",
            "Whether queries may ask for the schema: on, off, or auto (as long as there are no keys)."),
    METRICS(
            "http.metrics",
            "true",
            "Whether GET /metrics tells Prometheus how the server does. Where there are keys, it needs one of any role."),
    LOG_FORMAT("log.format", "text", "How a server writes its log: text, or json (one object a line)."),
    LOG_LEVEL(
            "log.level", "info", "What of it is written: error, warn, info, debug or trace; 'tessera log' changes it."),
    TRACING_ENDPOINT(
            "tracing.endpoint",
            "off",
            "Where traces are sent: the URL of a collector that takes OpenTelemetry's protocol over HTTP, such as"
                    + " http://localhost:4318 (/v1/traces is added where it has no path). off: nothing is told to anybody."),
    TRACING_SAMPLE_RATIO(
            "tracing.sampleRatio",
            "1",
            "Which share of the traces that begin here is sent. Those that a caller began are sent where the caller's is."
                    + " 0 to 1."),
    TRACING_HEADERS_FILE(
            "tracing.headersFile",
            "none",
            "A file with headers for the collector, one a line, such as 'Authorization: Bearer TOKEN'."),
    TLS_CERTIFICATE(
            "tls.certificate",
            "off",
            "A PEM file with the certificate, and those that lead to its root: HTTPS is served in place of HTTP."),
    TLS_KEY("tls.key", "off", "A PEM file with its private key (PKCS #8, not encrypted)."),
    JWKS_FILE(
            "security.jwksFile",
            "off",
            "A JWKS file with the public keys of who signs tokens (RS256, ES256) that are accepted beside keys."),
    JWT_ISSUER("security.jwtIssuer", "none", "What the claim iss of a token must be."),
    JWT_AUDIENCE("security.jwtAudience", "none", "What the claim aud of a token must hold."),
    JWT_ROLES(
            "security.jwtRolesClaim",
            "roles",
            "The claim that holds the roles (viewer, analyst, editor, admin); dots lead into objects, as in realm_access.roles."),
    BOLT_HOST(
            "bolt.host",
            "127.0.0.1",
            "The address that Bolt, Neo4j's own protocol, listens on. The same rule as for http.host."),
    BOLT_PORT("bolt.port", "7687", "0 takes a free port, off opens none."),
    BOLT_WRITABLE(
            "bolt.writable", "false", "true: Bolt clients may change the graph. false: their commits are refused."),
    PAGE_CACHE("graph.pageCacheMegabytes", "256", "Memory for the graph's pages, at least 8."),
    DEVICE("training.device", "auto", "Where to train: auto (the GPU where there is one), cpu or cuda."),
    TRAINING_THREADS(
            "training.threads", 0, 0, 1_024, "How many processors training takes beside a server. 0: all but one."),
    TRAINING_SCHEDULE(
            "training.schedule",
            "off",
            "When a server trains by itself: a cron expression of five fields, such as '0 3 * * *' for every night at three"
                    + " (UTC), or off."),
    TRAINING_AFTER(
            "training.afterInteractions",
            0,
            0,
            1_000_000_000,
            "After how many new interactions a server trains by itself. 0: never."),
    TRAINING_MODEL(
            "training.model",
            "active",
            "What a server trains by itself: a model, such as lightgcn or idsf:tokens; active: what the active version is."),
    TRAINING_SETTINGS(
            "training.settings", "[]", "Settings of what a server trains by itself, such as [lr=1e-3, epochs=200]."),
    PROMOTION_MARGIN(
            "training.promotionMargin",
            "0.01",
            "By how much lower the Recall@20 of a new version may be than that of the active one, on pairs that neither was"
                    + " trained on. 0 to 1."),
    MODELS_KEPT(
            "models.kept",
            10,
            1,
            1_000,
            "How many model versions stay of those that were active, and how many of those that never were, when another is"
                    + " published."),
    POSITIVE_KINDS(
            "interactions.positiveKinds",
            "[]",
            "The kinds of interaction that count as liking, such as [view, purchase]. Empty: all kinds."),
    REQUESTS_PER_SECOND(
            "http.requestsPerSecond",
            0,
            0,
            1_000_000,
            "How many GraphQL requests each caller may make. 0: any number."),
    QUERY_DEPTH("limits.queryDepth", 20, 1, 100, "How many levels a query may nest fields."),
    QUERY_COMPLEXITY(
            "limits.queryComplexity",
            100_000,
            100,
            100_000_000,
            "What a query's fields may cost; a plain field costs 1."),
    ROOT_FIELDS("limits.rootFields", 50, 1, 10_000, "How many fields a query may have on its first level."),
    ALIASES("limits.aliases", 200, 1, 10_000, "How many aliases a query may have."),
    QUERY_TOKENS("limits.queryTokens", 15_000, 100, 1_000_000, "How many words, numbers and signs a query may have."),
    LIST_ENTRIES(
            "limits.listEntries",
            1_000,
            1,
            100_000,
            "How many entries a list in a request may have, and a mutation rows."),
    REQUEST_SECONDS("limits.requestSeconds", 10, 1, 3_600, "How long a GraphQL request may run."),
    REQUEST_BYTES("limits.requestBytes", 1_000_000, 1_000, 100_000_000, "How long the body of a request may be."),
    JSON_DEPTH("limits.jsonDepth", 50, 5, 500, "How deep objects and lists may lie in each other in a request."),
    HEADER_BYTES("limits.headerBytes", 16_384, 1_024, 1_000_000, "How long a request's headers may be together."),
    CONNECTIONS("limits.connections", 1_000, 1, 100_000, "How many connections may be open; others wait for one."),
    RUNNING_REQUESTS("limits.runningRequests", 64, 1, 10_000, "How many GraphQL requests run at once."),
    WAITING_REQUESTS("limits.waitingRequests", 256, 0, 100_000, "How many more wait for their turn."),
    CLIENT_SECONDS(
            "limits.clientSeconds",
            20,
            1,
            3_600,
            "How long a connection may be silent, and how long a request may take to come in."),
    DISK_FREE(
            "limits.diskFreeMegabytes",
            256,
            0,
            1_000_000_000,
            "With less free on the data folder's disk, changes are refused; questions are answered."),
    DRAIN_SECONDS(
            "limits.drainSeconds", 20, 0, 3_600, "How long a server that is told to end waits for requests that run."),
    CYPHER_SECONDS("limits.cypherSeconds", 10, 1, 3_600, "How long a query by an analyst may run."),
    CYPHER_ROWS("limits.cypherRows", 1_000, 1, 100_000, "How many rows an analyst is answered."),
    CYPHER_MEGABYTES("limits.cypherMegabytes", 128, 1, 100_000, "Memory for what a query by an analyst holds at once."),
    CYPHER_RUNNING("limits.cypherRunning", 2, 1, 100, "How many queries by analysts run at once; others wait."),
    TEXT_ENCODER(
            "encoders.text",
            "built-in",
            "What makes features of titles, descriptions, categories and brands where none are given: built-in, off, or the"
                    + " folder of a pre-trained model (model.onnx or model.pt, and tokenizer.json)."),
    IMAGE_ENCODER(
            "encoders.image",
            "built-in",
            "What makes features of pictures: built-in, off, or the folder of a pre-trained model (model.onnx or model.pt;"
                    + " preprocessor_config.json)."),
    IMAGE_HOSTS(
            "images.allowedHosts",
            "[]",
            "Hosts from which pictures are fetched that items name by imageUrl, such as [images.example.com,"
                    + " 'localhost:9000']. Empty: nothing is fetched.");

    static final String VARIABLE_PREFIX = "TESSERA_";

    private final String key;
    private final String standard;
    private final String comment;
    private final int least;
    private final int most;

    ConfigKey(String key, String standard, String comment) {
        this.key = key;
        this.standard = standard;
        this.comment = comment;
        this.least = Integer.MIN_VALUE;
        this.most = Integer.MAX_VALUE;
    }

    /** A whole number in a range. */
    ConfigKey(String key, int standard, int least, int most, String comment) {
        this.key = key;
        this.standard = Integer.toString(standard);
        this.comment = comment + " " + least + " to " + most + ".";
        this.least = least;
        this.most = most;
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

    /** {@return the smallest number that is valid} */
    int least() {
        return least;
    }

    /** {@return the largest number that is valid} */
    int most() {
        return most;
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
