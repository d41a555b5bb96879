package dev.tessera.graphmodel.store;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.neo4j.cypher.internal.ast.CommandClause;
import org.neo4j.cypher.internal.ast.LoadCSV;
import org.neo4j.cypher.internal.ast.Query;
import org.neo4j.cypher.internal.ast.Statement;
import org.neo4j.cypher.internal.ast.SubqueryCall;
import org.neo4j.cypher.internal.ast.Unwind;
import org.neo4j.cypher.internal.ast.UpdateClause;
import org.neo4j.cypher.internal.ast.UseGraph;
import org.neo4j.cypher.internal.expressions.FunctionInvocation;
import org.neo4j.cypher.internal.expressions.IterablePredicateExpression;
import org.neo4j.cypher.internal.expressions.ListComprehension;
import org.neo4j.cypher.internal.expressions.ReduceExpression;
import org.neo4j.cypher.internal.expressions.RegexMatch;
import org.neo4j.cypher.internal.parser.Cypher5AstParserFactory$;
import org.neo4j.cypher.internal.util.Neo4jCypherExceptionFactory;
import org.neo4j.exceptions.Neo4jException;
import scala.Option;
import scala.Product;
import scala.collection.Iterator;
import scala.collection.immutable.List$;

/**
 * Looks at a query as the database's own parser reads it, so that no comment and no escape hides a word. It refuses what
 * does more than reading, and what the database cannot end in the middle: a timeout takes effect between rows only, and
 * one expression could loop for hours.
 */
final class AnalystSyntax {
    /** The language that queries are read in, here and where they run. */
    static final String LANGUAGE = "CYPHER 5 ";

    private AnalystSyntax() {}

    /** {@return why the query is not run, or null where it may be} */
    static @Nullable String problem(String query) {
        try {
            var parser = Cypher5AstParserFactory$.MODULE$.apply(
                    query,
                    new Neo4jCypherExceptionFactory(query, Option.empty()),
                    Option.empty(),
                    List$.MODULE$.empty());
            var statements = parser.statements().statements();
            if (statements.size() != 1) {
                return "send one statement at a time";
            }
            Statement statement = statements.head();
            return statement instanceof Query ? problem(statement, false) : "only queries are run here";
        } catch (Neo4jException e) {
            return e.getMessage() + " (EXPLAIN, PROFILE and CYPHER in front of a query are not supported)";
        }
    }

    /** @param iterated whether this is evaluated for each element of a list */
    private static @Nullable String problem(Object node, boolean iterated) {
        String problem = ofNode(node, iterated);
        if (problem != null) {
            return problem;
        }
        if (node instanceof Unwind unwind && isRange(unwind.expression())) {
            return ofParts(((Product) unwind.expression()).productIterator(), iterated);
        }
        boolean within = iterated || isIteration(node);
        return switch (node) {
            case Product product -> ofParts(product.productIterator(), within);
            case scala.collection.Iterable<?> many -> ofParts(many.iterator(), within);
            default -> null;
        };
    }

    private static @Nullable String ofParts(Iterator<?> parts, boolean iterated) {
        String problem = null;
        while (problem == null && parts.hasNext()) {
            problem = problem(parts.next(), iterated);
        }
        return problem;
    }

    private static @Nullable String ofNode(Object node, boolean iterated) {
        return switch (node) {
            case UpdateClause write -> "only reading is allowed here, and " + write.name() + " writes";
            case LoadCSV load -> "LOAD CSV is not allowed here";
            case UseGraph use -> "USE is not allowed here: there is one graph";
            case SubqueryCall.InTransactionsParameters parameters -> "CALL { ... } IN TRANSACTIONS is not allowed here";
            case CommandClause command -> "commands such as SHOW and TERMINATE are not allowed here";
            case ReduceExpression reduce ->
                "reduce() is not allowed here, because it cannot be ended. UNWIND the list, and use sum() or collect()";
            case RegexMatch match ->
                "=~ is not allowed here, because it cannot be ended. Use CONTAINS, STARTS WITH or ENDS WITH";
            case FunctionInvocation call
            when isRange(call) ->
                "range() is allowed in UNWIND range(...) AS x only, because elsewhere it cannot be ended";
            case Object other
            when iterated && isIteration(other) ->
                "a loop over a list inside another is not allowed here, because it cannot be ended. UNWIND the outer one";
            default -> null;
        };
    }

    private static boolean isIteration(Object node) {
        return node instanceof ListComprehension || node instanceof IterablePredicateExpression;
    }

    private static boolean isRange(Object node) {
        return node instanceof FunctionInvocation call
                && call.functionName().name().toLowerCase(Locale.ROOT).equals("range");
    }
}
