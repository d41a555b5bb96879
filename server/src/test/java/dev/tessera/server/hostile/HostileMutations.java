package dev.tessera.server.hostile;

import static dev.tessera.server.hostile.HostileText.number;
import static dev.tessera.server.hostile.HostileText.one;
import static dev.tessera.server.hostile.HostileText.quoted;

import dev.tessera.server.fixture.TestServer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Bodies with a mutation in them. None makes a codebook or trains: those are refused, or there is nothing to do. */
enum HostileMutations implements Hostile {
    ITEMS(
            Fate.ANSWERED,
            r -> mutation(
                    "upsertItems(input: %s) { accepted rejected { index message } }",
                    many(
                            r,
                            r2 -> "{id: "
                                    + id(r2) + ", title: " + quoted(HostileText.id(r2)) + ", brand: "
                                    + quoted(HostileText.id(r2))
                                    + ", categories: [" + quoted(HostileText.id(r2)) + ", " + id(r2) + "], imageUrl: "
                                    + quoted(HostileText.id(r2)) + "}"))),
    ITEM_NUMBERS(
            Fate.ANSWERED,
            r -> mutation(
                    "upsertItems(input: [{id: %s, createdAt: %s, features: [{modality: %s, vector: [%s, %s%s]}]}]) { accepted rejected { message } }",
                    id(r),
                    one(
                            r,
                            List.of(
                                    "null",
                                    "\"+999999999-12-31T23:59:59Z\"",
                                    "\"2026-01-01T00:00:00Z\"",
                                    "\"0\"",
                                    "\"-1\"")),
                    one(r, List.of("TEXT", "IMAGE", "AUDIO")),
                    number(r),
                    number(r),
                    " 0".repeat(r.nextInt(4) == 0 ? 0 : HostileText.FEATURE_WIDTH - 2))),
    ITEM_NOT_A_NUMBER(r -> mutation(
            "upsertItems(input: [{id: %s, features: [{modality: TEXT, vector: [%s]}]}]) { accepted }",
            id(r), one(r, List.of("NaN", "Infinity", "-Infinity", "\"1\"", "[1]", "{}", "true")))),
    ITEM_WIDE_FEATURE(
            Fate.ANSWERED,
            r -> mutation(
                    "upsertItems(input: [{id: %s, features: [{modality: TEXT, vector: [%s]}]}]) { accepted rejected { message } }",
                    id(r), "0 ".repeat(1 + r.nextInt(3_000)))),
    ITEM_PICTURE(
            Fate.ANSWERED,
            r -> mutation(
                    "upsertItems(input: [{id: %s, image: %s}]) { accepted rejected { message } }",
                    id(r),
                    one(
                            r,
                            List.of(
                                    quoted(HostileText.id(r)),
                                    "\"\"",
                                    "\"====\"",
                                    "\"iVBORw0KGgo=\"",
                                    "\"R0lGODlh//////8=\"",
                                    "\"Qk3/////\"",
                                    "\"/9j/4AAQ\"")))),
    ITEM_DEEP_ATTRIBUTES(r -> mutation(
            "upsertItems(input: [{id: %s, attributes: %s}]) { accepted }",
            id(r), "{a: ".repeat(1_000 + r.nextInt(900)) + "1" + "}".repeat(1_000))),
    ITEM_ATTRIBUTES(
            Fate.ANSWERED,
            r -> variable(
                    "mutation($x: JSON) { upsertItems(input: [{id: \"m\", attributes: $x}]) { accepted rejected { message } } }",
                    one(r, List.of("1", "[]", "\"a\"", "[[[[1]]]]", "{\"a\": 1e308}", "{\"\": {\"\": {}}}"))
                            .replace("a", escaped(r)))),
    ITEM_WRONG_TYPE(r -> variable(
            "mutation($x: [ItemInput!]!) { upsertItems(input: $x) { accepted } }",
            one(
                    r,
                    List.of(
                            "1",
                            "null",
                            "[null]",
                            "[[]]",
                            "{\"id\": {}}",
                            "[{}]",
                            "[{\"id\": []}]",
                            "[{\"id\": \"m\", \"hidden\": \"yes\"}]",
                            "[{\"id\": \"m\", \"features\": [{}]}]",
                            "[{\"id\": \"m\", \"nothing\": 1}]")))),
    USERS(
            Fate.ANSWERED,
            r -> mutation(
                    "upsertUsers(input: %s) { accepted rejected { message } }", many(r, r2 -> "{id: " + id(r2) + "}"))),
    USERS_TOO_MANY(
            r -> mutation("upsertUsers(input: [%s]) { accepted }", "{id: \"m\"} ".repeat(1_001 + r.nextInt(500)))),
    EVENTS(
            Fate.ANSWERED,
            r -> mutation(
                    "recordInteractions(input: %s) { accepted duplicates rejected { message } }",
                    many(
                            r,
                            r2 -> "{userId: " + id(r2) + ", itemId: " + one(r2, List.of("\"1\"", "\"2\"", id(r2)))
                                    + ", kind: " + id(r2) + ", idempotencyKey: " + id(r2) + ", recommendationId: "
                                    + id(r2) + "}"))),
    EVENT_NUMBERS(
            Fate.ANSWERED,
            r -> mutation(
                    "recordInteractions(input: [{userId: \"m\", itemId: \"1\", weight: %s, at: %s}]) { accepted rejected { message } }",
                    number(r),
                    one(
                            r,
                            List.of(
                                    "null",
                                    "\"-999999999-01-01T00:00:00Z\"",
                                    "\"9999-12-31T23:59:59.999999999Z\"",
                                    "\"\"",
                                    "1")))),
    EVENT_NOT_A_NUMBER(r -> mutation(
            "recordInteractions(input: [{userId: \"m\", itemId: \"1\", weight: %s}]) { accepted }",
            one(r, List.of("NaN", "Infinity", "\"1\"", "[]", "{}")))),
    DELETED_EVENTS(
            Fate.ANSWERED,
            r -> mutation("deleteInteractions(eventIds: %s) { deleted }", many(r, HostileMutations::id))),
    DELETED_ITEM(Fate.ANSWERED, r -> mutation("deleteItem(id: %s) { deleted }", id(r))),
    DELETED_USER(Fate.ANSWERED, r -> mutation("deleteUser(id: %s) { deleted }", id(r))),
    DELETED_WRONG_TYPE(r -> mutation(
            "%s(id: %s) { deleted }",
            one(r, List.of("deleteItem", "deleteUser")), one(r, List.of("[]", "{}", "1.5", "null")))),
    ALIASES(r -> mutation("%s", fields(201 + r.nextInt(500), "deleteItem(id: \"m\") { deleted }"))),
    ALIASES_ON_THE_FIRST_LEVEL(
            Fate.ANSWERED, r -> mutation("%s", fields(1 + r.nextInt(60), "deleteUser(id: " + id(r) + ") { deleted }"))),
    CODEBOOK(r -> mutation(
            "tokenize(input: {%s: %s}) { tokens }",
            one(r, List.of("slots", "codes")),
            one(r, List.of("0", "-1", "2147483647", "2147483648", "0.5", "1e400", "NaN", "\"8\"", "[]", "{}")))),
    TRAINING(r -> mutation(
            "startTraining(input: {kind: %s}) { run { id } }",
            one(
                    r,
                    List.of(
                            "NOTHING",
                            "null",
                            "\"BPR\"",
                            "BPR, identity: NONE",
                            "BPR, config: 1",
                            "BPR, config: []",
                            "BPR, config: {lr: \"NaN\"}",
                            "BPR, config: {lr: -1}",
                            "BPR, config: {epochs: " + "9".repeat(30) + "}",
                            "BPR, config: {dimension: 0}",
                            "BPR, config: {nothing: 1}",
                            "BPR, config: {lr: {lr: {lr: 1}}}",
                            "BPR, minimumRecall20: \"1\"",
                            "BPR, minimumRecall20: NaN")))),
    TRAINING_SETTING(r -> mutation(
            "startTraining(input: {kind: BPR, config: {lr: %s}}) { run { id } }", quoted("x" + HostileText.id(r)))),
    CANCELLED(r -> mutation("cancelTraining(id: %s) { run { id } }", id(r))),
    ACTIVATED(r -> mutation("activateModel(version: %s) { model { version } }", id(r))),
    ROLLED_BACK(
            r -> mutation("rollbackModel%s { model { version } }", one(r, List.of("", " @include(if: 1)", "(id: 1)")))),
    DEEP_FILTER(r -> query(
            "{ recommendations(for: {userId: \"1\"}, where: %s) { nodes { rank } } }",
            one(r, List.of("{NOT: ", "{AND: [", "{OR: [")).repeat(11 + r.nextInt(900)))),
    DEEP_CLOSED_FILTER(r -> {
        int levels = 11 + r.nextInt(300);
        return query(
                "{ items(where: %s) { nodes { id } } }",
                "{NOT: ".repeat(levels) + "{brand: {eq: \"a\"}}" + "}".repeat(levels));
    }),
    DEEP_FILTER_AS_VARIABLE(r -> {
        int levels = 10 + r.nextInt(10);
        return "{\"query\": \"query($x: ItemFilter) { items(where: $x) { totalCount } }\", \"variables\": {\"x\": "
                + "{\"OR\": [".repeat(levels) + "{\"brand\": {\"eq\": \"a\"}}" + "]}".repeat(levels) + "}}";
    }),
    WIDE_FILTER_AS_VARIABLE(
            r -> "{\"query\": \"query($x: ItemFilter) { items(where: $x) { totalCount } }\", \"variables\": {\"x\": "
                    + "{\"OR\": ["
                    + IntStream.range(0, 20)
                            .mapToObj(k -> "{\"OR\": ["
                                    + IntStream.range(0, 900)
                                            .mapToObj(j -> "{\"brand\": {\"eq\": \"" + k + "-" + j + "\"}}")
                                            .collect(Collectors.joining(","))
                                    + "]}")
                            .collect(Collectors.joining(","))
                    + "]}}}");

    private final Fate fate;
    private final Function<Random, String> body;

    HostileMutations(Function<Random, String> body) {
        this(Fate.REFUSED, body);
    }

    HostileMutations(Fate fate, Function<Random, String> body) {
        this.fate = fate;
        this.body = body;
    }

    @Override
    public Fate fate() {
        return fate;
    }

    @Override
    public String body(Random random) {
        return body.apply(random);
    }

    /** Not one of those that {@link HostileQueries} takes to be unknown, nor the sample's. */
    private static String id(Random random) {
        return quoted("m" + HostileText.id(random));
    }

    private static String many(Random random, Function<Random, String> entry) {
        return IntStream.rangeClosed(0, random.nextInt(20))
                .mapToObj(k -> entry.apply(random))
                .collect(Collectors.joining(" ", "[", "]"));
    }

    private static String fields(int count, String field) {
        return IntStream.range(0, count).mapToObj(k -> "a" + k + ": " + field).collect(Collectors.joining(" "));
    }

    private static String mutation(String pattern, Object... values) {
        return query("mutation { " + pattern + " }", values);
    }

    private static String query(String pattern, Object... values) {
        return TestServer.json(Map.of("query", pattern.formatted(values)));
    }

    private static String variable(String query, String json) {
        return "{\"query\": " + TestServer.json(query) + ", \"variables\": {\"x\": " + json + "}}";
    }

    /** {@return a hostile name to stand in a text of JSON} */
    private static String escaped(Random random) {
        String json = TestServer.json(HostileText.id(random));
        return json.substring(1, json.length() - 1);
    }
}
