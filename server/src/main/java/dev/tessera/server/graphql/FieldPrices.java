package dev.tessera.server.graphql;

import static java.util.Map.entry;

import java.util.Map;

/**
 * What fields cost. One unit is what it takes to answer a field whose value is at hand; scoring a
 * catalogue, reading the graph and writing to it are priced after what they take beside that.
 */
final class FieldPrices {
    /** For each entry of a list that is given to a mutation. */
    static final int ROW_WRITTEN = 20;

    /** For each entry of a list that is given to a query. */
    static final int ROW_READ = 1;

    /** How many entries a list is taken to have that neither {@code first} nor the request's own rows limit. */
    static final int USUAL_ENTRIES = 10;

    private static final int PLAIN = 1;
    private static final int MUTATION = 200;
    private static final int INTROSPECTION = 1_000;

    private static final Map<String, Integer> PRICES = Map.ofEntries(
            entry("Query.recommendations", 200),
            entry("Query.similarItems", 200),
            entry("Query.explanation", 300),
            entry("Query.items", 100),
            entry("Query.tokens", 100),
            entry("Query.modelDiff", 2_000),
            entry("Query.cypher", 5_000),
            entry("Query.__schema", INTROSPECTION),
            entry("Query.__type", INTROSPECTION),
            entry("Item.similar", 200),
            entry("Item.tokens", 5),
            entry("Token.items", 50),
            entry("User.history", 50),
            entry("Recommendation.explanation", 300),
            entry("Explanation.counterfactual", 300),
            entry("ItemConnection.totalCount", 1_000),
            entry("TokenConnection.totalCount", 500),
            entry("InteractionConnection.totalCount", 500),
            entry("ModelConnection.totalCount", 100),
            entry("TrainingRunConnection.totalCount", 100),
            entry("TrainingRun.progress", 10));

    private FieldPrices() {}

    static int of(String type, String field) {
        return PRICES.getOrDefault(type + "." + field, type.equals("Mutation") ? MUTATION : PLAIN);
    }
}
