package dev.tessera.server.hostile;

import static dev.tessera.server.hostile.HostileText.one;

import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** Bodies that are no request at all. */
enum HostileBodies implements Hostile {
    NO_JSON(r -> HostileText.characters(r, r.nextInt(2_000)) + "{"),
    CUT(r -> {
        String whole = "{\"query\": \"{ items { totalCount } }\", \"variables\": {\"a\": [1, 2.5, true, null]}}";
        return whole.substring(0, 1 + r.nextInt(whole.length() - 1));
    }),
    TRAILING(r -> "{\"query\": \"{ items { totalCount } }\"}" + one(r, List.of("{", "]", "1", "x", "\u0000", "{}"))),
    DEEP_LISTS(r -> "[".repeat(51 + r.nextInt(50_000))),
    DEEP_OBJECTS(
            r -> "{\"query\": \"{ items { totalCount } }\", \"variables\": " + "{\"a\":".repeat(51 + r.nextInt(9_000))),
    LONG_NUMBER(r -> "{\"query\": \"{ items { totalCount } }\", \"variables\": {\"n\": "
            + "9".repeat(1_001 + r.nextInt(9_000)) + "}}"),
    NOT_A_NUMBER(r -> "{\"query\": \"{ items { totalCount } }\", \"variables\": {\"n\": "
            + one(r, List.of("NaN", "Infinity", "-Infinity", "+1", "01", "1.", ".5", "0x1", "1e")) + "}}"),
    NO_OBJECT(r -> one(
            r,
            List.of(
                    "null",
                    "7",
                    "\"x\"",
                    "[]",
                    "[[]]",
                    "true",
                    "-1e5",
                    "[{\"query\": \"{ items { totalCount } }\"}]"))),
    NO_QUERY(r -> one(
            r,
            List.of(
                    "{}",
                    "{\"query\": null}",
                    "{\"query\": 1}",
                    "{\"query\": []}",
                    "{\"Query\": \"{ items { totalCount } }\"}",
                    "{\"query\": \"\"}",
                    "{\"query\": \" \"}"))),
    STRANGE_VARIABLES(r -> "{\"query\": \"{ items { totalCount } }\", \"variables\": "
            + one(r, List.of("1", "[]", "\"{}\"", "true", "[{}]")) + "}"),
    STRANGE_NAME(r -> "{\"query\": \"{ items { totalCount } }\", \"operationName\": "
            + one(r, List.of("1", "[]", "{}", "true")) + "}"),
    TOO_LONG(r -> "{\"query\": \"{ items { totalCount } }\", \"padding\": \"" + "x".repeat(1_000_000) + "\"}");

    private final Function<Random, String> body;

    HostileBodies(Function<Random, String> body) {
        this.body = body;
    }

    @Override
    public Fate fate() {
        return Fate.REFUSED;
    }

    @Override
    public String body(Random random) {
        return body.apply(random);
    }
}
