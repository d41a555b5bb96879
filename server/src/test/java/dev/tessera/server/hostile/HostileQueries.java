package dev.tessera.server.hostile;

import static dev.tessera.server.hostile.HostileText.cursor;
import static dev.tessera.server.hostile.HostileText.id;
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

/** Bodies that are JSON with a query in it. Each kind is a name, what becomes of it, and how to make one. */
enum HostileQueries implements Hostile {
    UNKNOWN_ITEM(Hostile.Fate.NOTHING_THERE, r -> query("{ item(id: %s) { id } }", quoted(id(r)))),
    UNKNOWN_USER(Hostile.Fate.NOTHING_THERE, r -> query("{ user(id: %s) { id } }", quoted(id(r)))),
    UNKNOWN_ITEM_AS_VARIABLE(r -> variable("query($x: ID!) { similarItems(itemId: $x) { nodes { rank } } }", id(r))),
    UNKNOWN_USER_TO_EXPLAIN(
            r -> query("{ explanation(for: {userId: %s}, itemId: %s) { score } }", quoted(id(r)), quoted(id(r)))),
    MALFORMED_TOKEN(r -> variable("query($x: ID!) { token(id: $x) { id } }", id(r))),
    CURSOR(r -> query(
            one(
                    r,
                    List.of(
                            "{ items(after: %s) { totalCount } }",
                            "{ items(search: \"a\", after: %s) { totalCount } }",
                            "{ tokens(after: %s) { totalCount } }",
                            "{ models(after: %s) { totalCount } }",
                            "{ recommendations(for: {userId: \"1\"}, after: %s) { nodes { rank } } }",
                            "{ user(id: \"1\") { history(after: %s) { totalCount } } }")),
            quoted(cursor(r)))),
    FIRST(r -> query(
            "{ items(first: %s) { nodes { id } } }", one(r, List.of("0", "-1", "201", "1e400", "9".repeat(400))))),
    FIRST_AS_VARIABLE(
            r -> "{\"query\": \"query($n: Int!) { items(first: $n) { nodes { id } } }\", \"variables\": {\"n\": "
                    + one(
                            r,
                            List.of(
                                    "0",
                                    "-1",
                                    "201",
                                    "2147483648",
                                    "1e400",
                                    "0.5",
                                    "\"1\"",
                                    "true",
                                    "[1]",
                                    "{}",
                                    "null"))
                    + "}}"),
    NOT_A_NUMBER(r ->
            query("{ items(first: %s) { nodes { id } } }", one(r, List.of("NaN", "Infinity", "-NaN", "0x10", "1_0")))),
    DEEP(r -> query(
            "{ item(id: \"1\") { %s id %s } }",
            "similar(first: 1) { item { ".repeat(20 + r.nextInt(200)), "} }".repeat(20))),
    DEEP_AND_CLOSED(r -> deep(11 + r.nextInt(30))),
    DEEP_VALUE(r -> query("{ recommendations(for: %s) { nodes { rank } } }", "{userId: ".repeat(5 + r.nextInt(500)))),
    ALIASES(r -> query("{ %s }", repeated(201 + r.nextInt(1_000), k -> "a" + k + ": item(id: \"1\") { id }"))),
    ROOT_FIELDS(r -> query("{ %s }", repeated(51 + r.nextInt(50), k -> "a" + k + ": activeModel { version }"))),
    EXPLAINED_ALIASES(
            r -> query(
                    "{ %s }",
                    repeated(
                            50,
                            k -> "a" + k
                                    + ": recommendations(for: {userId: \"1\"}, first: 10) { nodes { explanation { text } } }"))),
    SAME_FIELD(r -> query("{ item(id: \"1\") { %s } }", "nothing ".repeat(1_000 + r.nextInt(6_000)))),
    SAME_ARGUMENTS(r -> query("{ %s }", repeated(40, k -> "item(id: \"" + k + "\") { id }"))),
    WIDE(r -> query(
            "{ items(first: 200) { nodes { similar(first: 200) { item { similar(first: %s) { rank } } } } } }", "200")),
    FRAGMENT_BOMB(r -> fragments(20 + r.nextInt(30), 2)),
    FRAGMENT_CHAIN(r -> fragments(101 + r.nextInt(900), 1)),
    FRAGMENT_CYCLE(r ->
            query("{ ...a } fragment a on Query { ...%s } fragment b on Query { ...a }", one(r, List.of("a", "b")))),
    TOKENS(r -> query("{ items(search: \"a\", first: %s) { nodes { id } } }", "[".repeat(7_000) + "]".repeat(9_000))),
    LONG_LIST(r -> query(
            "{ recommendations(for: {userId: \"1\"}, exclude: [%s]) { nodes { rank } } }",
            "\"1\" ".repeat(1_001 + r.nextInt(5_000)))),
    LONG_LIST_AS_VARIABLE(r -> TestServer.json(Map.of(
            "query",
            "query($x: [ID!]) { recommendations(for: {userId: \"1\"}, exclude: $x) { nodes { rank } } }",
            "variables",
            Map.of(
                    "x",
                    IntStream.range(0, 1_001 + r.nextInt(9_000))
                            .boxed()
                            .map(String::valueOf)
                            .toList())))),
    INTROSPECTION(r -> query(
            "{ __schema { types { %s name %s } } }", "fields { type { ".repeat(2 + r.nextInt(6)), "} }".repeat(8))),
    INTROSPECTION_ROUND_AND_ROUND(r -> query(
            "{ __schema { types { fields { type { fields { type { fields { type { name } } } } } } } } %s }", "")),
    SYNTAX(r -> query("%s", broken(r))),
    CHARACTERS(r -> query("%s", "}" + HostileText.characters(r, 1 + r.nextInt(500)))),
    HALF_A_CHARACTER(r -> "{\"query\": \"{ item(id: \\\"\\ud8" + (10 + r.nextInt(80)) + "\\\") { id } }\"}"),
    HALF_A_CHARACTER_AS_VARIABLE(
            r ->
                    "{\"query\": \"query($x: ID!) { similarItems(itemId: $x) { nodes { rank } } }\", \"variables\": {\"x\": \"\\udc00\"}}"),
    UNKNOWN_OPERATION(
            r -> "{\"query\": \"query A { items { totalCount } }\", \"operationName\": " + quoted(id(r)) + "}"),
    TWO_OPERATIONS(r -> query("query A { items { totalCount } } query B { items { totalCount } } %s", "")),
    MISSING_VARIABLE(r -> query("query($x: ID!) { item(id: $x) { id } } %s", "")),
    WRONG_TYPE(r ->
            "{\"query\": \"query($x: Audience!) { recommendations(for: $x) { nodes { rank } } }\", \"variables\": {\"x\": "
                    + one(
                            r,
                            List.of(
                                    "1",
                                    "\"1\"",
                                    "[]",
                                    "[[]]",
                                    "{}",
                                    "null",
                                    "{\"userId\": null}",
                                    "{\"userId\": {}}",
                                    "{\"session\": 1}",
                                    "{\"no\": \"1\"}"))
                    + "}}"),
    DIRECTIVES(r ->
            query("{ item(id: \"1\") { id %s } }", "@skip(if: true) @include(if: false) ".repeat(2 + r.nextInt(500)))),
    UNKNOWN_MUTATION(r -> query("mutation { dropEverything(really: %s) }", number(r))),
    SUBSCRIPTION(r -> query("subscription { %s }", "nothing"));

    private final Fate fate;
    private final Function<Random, String> body;

    HostileQueries(Function<Random, String> body) {
        this(Fate.REFUSED, body);
    }

    HostileQueries(Fate fate, Function<Random, String> body) {
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

    private static String query(String pattern, Object... values) {
        return TestServer.json(Map.of("query", pattern.formatted(values)));
    }

    private static String variable(String query, String value) {
        return TestServer.json(Map.of("query", query, "variables", Map.of("x", value)));
    }

    private static String repeated(int count, Function<Integer, String> field) {
        return IntStream.range(0, count).boxed().map(field).collect(Collectors.joining(" "));
    }

    private static String deep(int levels) {
        return query(
                "{ item(id: \"1\") { %s id %s } }", "similar(first: 1) { item { ".repeat(levels), "} }".repeat(levels));
    }

    /** Each fragment holds the next so many times. */
    private static String fragments(int count, int times) {
        String all = repeated(
                count, k -> "fragment f" + k + " on Item { id " + ("...f" + (k + 1) + " ").repeat(times) + "}");
        return query("{ item(id: \"1\") { ...f0 } } %s fragment f%d on Item { id }", all, count);
    }

    private static String broken(Random random) {
        var query =
                new StringBuilder("{ recommendations(for: {userId: \"1\"}, first: 3) { nodes { rank item { id } } }");
        for (int k = random.nextInt(4); k >= 0; k--) {
            query.insert(
                    random.nextInt(query.length()),
                    one(random, List.of("{", "(", "\"", ":", "$", "@", "!", "[", "\\", "...", "\u0000")));
        }
        return query.toString();
    }
}
