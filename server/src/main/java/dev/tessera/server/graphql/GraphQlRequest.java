package dev.tessera.server.graphql;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request to the API.
 *
 * @param query a GraphQL document
 * @param operationName which operation of the document to run; null where it has only one
 * @param variables as parsed from JSON: strings, numbers, booleans, nulls, lists and maps of these
 */
public record GraphQlRequest(String query, @Nullable String operationName, Map<String, @Nullable Object> variables) {
    public GraphQlRequest {
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    }

    /** {@return a request without variables} */
    public static GraphQlRequest of(String query) {
        return new GraphQlRequest(query, null, Map.of());
    }
}
