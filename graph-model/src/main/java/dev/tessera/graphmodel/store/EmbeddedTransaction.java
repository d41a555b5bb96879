package dev.tessera.graphmodel.store;

import dev.tessera.cypher.CypherCatalog;
import dev.tessera.cypher.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.neo4j.exceptions.Neo4jException;
import org.neo4j.graphdb.Entity;
import org.neo4j.graphdb.Node;
import org.neo4j.graphdb.Path;
import org.neo4j.graphdb.QueryExecutionException;
import org.neo4j.graphdb.Relationship;
import org.neo4j.graphdb.Result;
import org.neo4j.graphdb.Transaction;
import org.neo4j.graphdb.TransactionFailureException;
import org.neo4j.graphdb.security.AuthorizationViolationException;

/** A transaction of the embedded database; translates values both ways, so that no type of Neo4j leaves this package. */
final class EmbeddedTransaction implements GraphTransaction {
    /** What a value takes in a list or a map, about. */
    private static final long BYTES_OF_A_VALUE = 48;

    private final Transaction transaction;
    private final CypherCatalog catalog;
    private final LongConsumer memory;

    EmbeddedTransaction(Transaction transaction, CypherCatalog catalog) {
        this(transaction, catalog, bytes -> {});
    }

    /** @param memory hears how many bytes more the rows of a result take, about, and throws where that is too much */
    EmbeddedTransaction(Transaction transaction, CypherCatalog catalog, LongConsumer memory) {
        this.transaction = transaction;
        this.catalog = catalog;
        this.memory = memory;
    }

    Transaction transaction() {
        return transaction;
    }

    @Override
    public List<Row> run(String query, Map<String, ? extends @Nullable Object> parameters) {
        return run(catalog.query(query), parameters);
    }

    @Override
    public List<Row> run(Statement statement, Map<String, ? extends @Nullable Object> parameters) {
        return table(statement, parameters, Integer.MAX_VALUE).rows();
    }

    /** As {@link #run}, but for rows that are too many. */
    Analysis.Table table(Statement statement, Map<String, ? extends @Nullable Object> parameters, int most) {
        try (Result result = transaction.execute(statement.text(), toNeo4j(parameters))) {
            List<Row> rows = new ArrayList<>();
            while (rows.size() < most && result.hasNext()) {
                rows.add(row(result.columns(), result.next()));
            }
            return new Analysis.Table(result.columns(), rows, rows.size() < most || !result.hasNext());
        } catch (QueryExecutionException
                | Neo4jException
                | AuthorizationViolationException
                | TransactionFailureException e) {
            throw new GraphException(statement.name() + ": " + reason(e), e);
        }
    }

    /** Neo4j speaks of privileges where it means that the transaction only reads. */
    private static String reason(RuntimeException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("with read-only access")
                ? "only reading is allowed here, and this statement writes: " + message
                : message;
    }

    private Row row(List<String> columns, Map<String, Object> values) {
        Map<String, @Nullable Object> ordered = new LinkedHashMap<>();
        for (String column : columns) {
            ordered.put(column, toDomain(values.get(column)));
        }
        return new Row(ordered);
    }

    private static Map<String, Object> toNeo4j(Map<String, ? extends @Nullable Object> map) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((k, v) -> copy.put(k, toNeo4j(v)));
        return copy;
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // keys of parameter maps are strings; Neo4j takes null values
    private static Object toNeo4j(@Nullable Object value) {
        return switch (value) {
            case Instant instant -> instant.atZone(ZoneOffset.UTC);
            case Map<?, ?> map -> toNeo4j((Map<String, Object>) map);
            case List<?> list -> list.stream().map(EmbeddedTransaction::toNeo4j).toList();
            case null, default -> value;
        };
    }

    private @Nullable Object toDomain(@Nullable Object value) {
        memory.accept(bytes(value));
        return switch (value) {
            case Node node -> properties(node, Map.of("labels", labels(node)));
            case Relationship relationship ->
                properties(relationship, Map.of("type", relationship.getType().name()));
            case Path path -> path.toString();
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> copy = new LinkedHashMap<>();
                map.forEach((k, v) -> copy.put(k.toString(), toDomain(v)));
                yield copy;
            }
            case List<?> list -> {
                List<@Nullable Object> copy = new ArrayList<>(list.size());
                list.forEach(v -> copy.add(toDomain(v)));
                yield copy;
            }
            case null, default -> value;
        };
    }

    private static List<String> labels(Node node) {
        List<String> names = new ArrayList<>();
        node.getLabels().forEach(l -> names.add(l.name()));
        return names;
    }

    private Map<String, @Nullable Object> properties(Entity entity, Map<String, ?> first) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>(first);
        entity.getAllProperties().forEach((name, value) -> all.put(name, toDomain(value)));
        return all;
    }

    private static long bytes(@Nullable Object value) {
        return switch (value) {
            case CharSequence text -> BYTES_OF_A_VALUE + text.length();
            case float[] numbers -> BYTES_OF_A_VALUE + (long) Float.BYTES * numbers.length;
            case double[] numbers -> BYTES_OF_A_VALUE + (long) Double.BYTES * numbers.length;
            case null, default -> BYTES_OF_A_VALUE;
        };
    }
}
