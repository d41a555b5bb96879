package dev.tessera.server.graphql;

import java.time.Duration;

/**
 * How much one request may ask for. All is checked before anything of the request runs, but for the time it takes.
 *
 * @param depth how many levels fields may be nested; GraphiQL's introspection needs 15
 * @param complexity what all fields may cost together, in the units of {@link FieldPrices}
 * @param rootFields how many fields an operation may have on its first level
 * @param aliases how many aliases a document may have
 * @param tokens how many words, numbers and signs a document may have
 * @param listEntries how many entries a list may have that is given to a field, and so how many rows one mutation takes;
 *     lists of numbers are free of it
 * @param timeout after which a request is ended
 */
public record QueryLimits(
        int depth, int complexity, int rootFields, int aliases, int tokens, int listEntries, Duration timeout) {
    public QueryLimits {
        atLeastOne("depth", depth);
        atLeastOne("complexity", complexity);
        atLeastOne("rootFields", rootFields);
        atLeastOne("aliases", aliases);
        atLeastOne("tokens", tokens);
        atLeastOne("listEntries", listEntries);
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("the timeout must be positive, was " + timeout + ". Maybe 10 s?");
        }
    }

    private static void atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, was " + value);
        }
    }

    /** {@return what is in force where nothing else is configured} */
    public static QueryLimits standard() {
        return new QueryLimits(20, 100_000, 50, 200, 15_000, 1_000, Duration.ofSeconds(10));
    }
}
