package dev.tessera.server.command;

import dev.tessera.cypher.CypherCatalog;
import dev.tessera.cypher.Statement;
import dev.tessera.graphmodel.store.GraphTransaction;
import dev.tessera.graphmodel.store.Row;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "cypher",
        description = "Run a recipe, or a query of your own that only reads. Without either, list the recipes.")
final class CypherCommand implements Callable<Integer> {
    private final Host host;

    @Parameters(
            arity = "0..1",
            paramLabel = "RECIPE|QUERY",
            description = "A recipe's name, or Cypher such as 'MATCH ...'.")
    private @Nullable String statement;

    @Option(
            names = "--param",
            paramLabel = "NAME=VALUE",
            description = "A parameter. A query's is read as JSON where it is JSON, else as text; a recipe's is text.")
    private Map<String, String> parameters = Map.of();

    @Option(names = "--json", description = "Print one JSON array of rows.")
    private boolean json;

    @Option(names = "--csv", description = "Print comma-separated values with a header.")
    private boolean csv;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "End the query after this many seconds (default: 60).")
    private int timeout;

    CypherCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() {
        if (json && csv) {
            throw new UsageException("--json and --csv exclude each other. Choose one");
        }
        if (timeout < 1) {
            throw new UsageException("--timeout must be 1 or more, was " + timeout);
        }
        if (statement == null) {
            RecipeList.print(CypherCatalog.load().recipes(), host.caller().out());
            return ExitCode.DONE;
        }
        Query query = Query.of(statement, parameters, CypherCatalog.load());
        return host.inStore(workspace -> run(query, workspace));
    }

    private int run(Query query, Workspace workspace) {
        PrintStream err = workspace.caller().err();
        query.examples()
                .forEach((name, value) -> err.println(name + " = " + value
                        + " (the recipe's example; choose your own with --param " + name + "=...)"));
        List<Row> rows = workspace.graph().read(Duration.ofSeconds(timeout), tx -> rows(query, tx));
        format(workspace.caller()).print(rows, workspace.caller().out());
        if (rows.isEmpty()) {
            err.println("no rows");
        }
        return ExitCode.DONE;
    }

    private static List<Row> rows(Query query, GraphTransaction tx) {
        if (query.statement().needsMirror()) {
            Mirror.require(query.statement(), tx);
        }
        return tx.run(query.statement(), query.parameters());
    }

    private RowFormat format(Caller caller) {
        if (json) {
            return new RowFormat.Json();
        }
        return csv ? new RowFormat.Csv() : new RowFormat.Table(caller.outIsTerminal() ? 60 : Integer.MAX_VALUE);
    }

    /** A statement with all its parameters, and those among them that nobody gave. */
    private record Query(Statement statement, Map<String, ?> parameters, Map<String, String> examples) {
        static Query of(String text, Map<String, String> given, CypherCatalog catalog) {
            if (text.matches("[\\w-]+")) {
                return ofRecipe(recipe(text, catalog), given);
            }
            var statement = new Statement("the query", "", Map.of(), false, text);
            return new Query(statement, ParameterValues.ofJson(given), Map.of());
        }

        private static Statement recipe(String name, CypherCatalog catalog) {
            try {
                return catalog.recipe(name);
            } catch (IllegalArgumentException e) {
                throw new UsageException(String.valueOf(e.getMessage()));
            }
        }

        private static Query ofRecipe(Statement recipe, Map<String, String> given) {
            return new Query(recipe, ParameterValues.ofRecipe(recipe, given), ParameterValues.missing(recipe, given));
        }
    }
}
