package dev.tessera.server.graphql;

import dev.tessera.graphmodel.store.Analysis;
import dev.tessera.graphmodel.store.Graph;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Cypher that only reads, for analysts. */
final class CypherFetchers implements Fetchers {
    private static final int LONGEST = 10_000;

    private final Graph graph;

    CypherFetchers(Graph graph) {
        this.graph = graph;
    }

    /** The components are the fields of the API. */
    record CypherResult(List<String> columns, List<Map<String, @Nullable Object>> rows, boolean complete) {}

    @Override
    public void wire(RuntimeWiring.Builder wiring) {
        wiring.type("Query", t -> t.dataFetcher("cypher", this::cypher));
    }

    private CypherResult cypher(DataFetchingEnvironment env) {
        String query = Arguments.required(env, "query", String.class);
        if (query.length() > LONGEST) {
            throw RequestException.badInput("the query has " + query.length() + " characters, over the limit of "
                    + LONGEST + ". Give values as 'params'");
        }
        return switch (graph.analyse(query, parameters(env.getArgument("params")))) {
            case Analysis.Table(List<String> columns, var rows, boolean complete) ->
                new CypherResult(columns, rows.stream().map(JsonValues::ofRow).toList(), complete);
            case Analysis.Refused(String reason) -> throw RequestException.badInput(reason);
            case Analysis.TooLong(String reason) -> throw new RequestException(ErrorCode.TIMEOUT, reason);
            case Analysis.TooLarge(String reason) -> throw new RequestException(ErrorCode.TOO_LARGE, reason);
        };
    }

    private static Map<String, @Nullable Object> parameters(@Nullable Object given) {
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
        if (given instanceof Map<?, ?> map) {
            map.forEach((name, value) -> parameters.put(String.valueOf(name), value(value)));
        } else if (given != null) {
            throw RequestException.badInput("'params' should be an object such as {title: \"Tea\"}");
        }
        return parameters;
    }

    /** Literals come as numbers of any size, which Cypher does not know. */
    private static @Nullable Object value(@Nullable Object given) {
        return switch (given) {
            case null -> null;
            case BigInteger whole when whole.bitLength() < Long.SIZE -> whole.longValue();
            case BigInteger large ->
                throw RequestException.badInput("the number " + RequestException.quoted(large.toString())
                        + " in 'params' does not fit in 64 bits");
            case BigDecimal decimal -> decimal.doubleValue();
            case List<?> list -> list.stream().map(CypherFetchers::value).toList();
            case Map<?, ?> map -> parameters(map);
            default -> given;
        };
    }
}
