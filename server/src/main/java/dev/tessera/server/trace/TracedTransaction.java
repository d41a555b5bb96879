package dev.tessera.server.trace;

import dev.tessera.cypher.Statement;
import dev.tessera.graphmodel.store.GraphTransaction;
import dev.tessera.graphmodel.store.Row;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells of statements by their names, never of their parameters. */
record TracedTransaction(GraphTransaction transaction, Tracing tracing) implements GraphTransaction {
    @Override
    public List<Row> run(Statement statement, Map<String, ? extends @Nullable Object> parameters) {
        return traced(statement.name(), () -> transaction.run(statement, parameters));
    }

    @Override
    public List<Row> run(String query, Map<String, ? extends @Nullable Object> parameters) {
        return traced(query, () -> transaction.run(query, parameters));
    }

    private List<Row> traced(String statement, Supplier<List<Row>> work) {
        return tracing.in(statement, step -> {
            step.with("db.system.name", "neo4j").with("db.query.summary", statement);
            List<Row> rows = work.get();
            step.with("db.response.returned_rows", rows.size());
            return rows;
        });
    }
}
