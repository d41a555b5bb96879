package dev.tessera.server.graphql;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tessera.server.trace.Step;
import dev.tessera.server.trace.Tracing;
import graphql.ExecutionInput;
import graphql.GraphQLError;
import graphql.ParseAndValidate;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.execution.preparsed.PreparsedDocumentProvider;
import graphql.language.Document;
import graphql.parser.InvalidSyntaxException;
import graphql.parser.Parser;
import graphql.parser.ParserEnvironment;
import graphql.parser.ParserOptions;
import graphql.parser.exceptions.ParseCancelledException;
import graphql.parser.exceptions.ParseCancelledTooDeepException;
import graphql.schema.GraphQLSchema;
import graphql.validation.ValidationError;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Reads queries, holds them against limits and schema, and remembers those that passed, because applications send the
 * same few again and again. Thread-safe.
 */
final class Documents implements PreparsedDocumentProvider {
    /** Characters of query text; what is kept of them takes some forty times as many bytes. */
    private static final int REMEMBERED = 1_000_000;

    private static final int LEAST_WEIGHT = 200;

    /** A document that passed, and the price of each operation by its name. */
    record Checked(PreparsedDocumentEntry entry, Map<String, QueryPrice> prices) {}

    private final GraphQLSchema schema;
    private final QueryLimits limits;
    private final Tracing tracing;
    private final ParserOptions options;
    private final Cache<String, Checked> remembered = Caffeine.newBuilder()
            .maximumWeight(REMEMBERED)
            .weigher((String query, Checked checked) -> query.length() + LEAST_WEIGHT)
            .build();

    Documents(GraphQLSchema schema, QueryLimits limits, Tracing tracing) {
        this.schema = schema;
        this.limits = limits;
        this.tracing = tracing;
        this.options = ParserOptions.getDefaultOperationParserOptions().transform(o -> o.maxTokens(limits.tokens())
                .maxCharacters(Integer.MAX_VALUE)
                .maxWhitespaceTokens(Integer.MAX_VALUE)
                .readerTrackData(false));
    }

    /** Leaves what passed in the input's context under {@link Checked}. */
    @Override
    public CompletableFuture<PreparsedDocumentEntry> getDocumentAsync(
            ExecutionInput input, Function<ExecutionInput, PreparsedDocumentEntry> unused) {
        Checked checked = remembered.getIfPresent(input.getQuery());
        if (checked == null) {
            checked = checked(input.getQuery());
            if (!checked.entry().hasErrors()) {
                remembered.put(input.getQuery(), checked);
            }
        }
        input.getGraphQLContext().put(Checked.class, checked);
        return CompletableFuture.completedFuture(checked.entry());
    }

    private Checked checked(String query) {
        Document document;
        try (Step _ = tracing.part("graphql.parse")) {
            document = new Parser()
                    .parseDocument(ParserEnvironment.newParserEnvironment()
                            .document(query)
                            .parserOptions(options)
                            .locale(Locale.ENGLISH)
                            .build());
        } catch (InvalidSyntaxException e) {
            return refused(List.of(problem(e)));
        }
        GraphQLError tooLarge = QueryShape.problem(document, limits);
        if (tooLarge != null) {
            return refused(List.of(tooLarge));
        }
        List<ValidationError> errors = validated(document);
        return errors.isEmpty()
                ? new Checked(new PreparsedDocumentEntry(document), QueryPricing.of(document, schema))
                : refused(errors);
    }

    private List<ValidationError> validated(Document document) {
        try (Step _ = tracing.part("graphql.validate")) {
            return ParseAndValidate.validate(schema, document, Locale.ENGLISH);
        }
    }

    private GraphQLError problem(InvalidSyntaxException e) {
        return switch (e) {
            case ParseCancelledException tokens ->
                LimitErrors.tooComplex(
                        "the query has more words, numbers and signs than are read",
                        limits.tokens(),
                        "limits.queryTokens");
            case ParseCancelledTooDeepException deep ->
                LimitErrors.tooComplex(
                        "the query nests values or selections too deep to be read",
                        limits.depth(),
                        "limits.queryDepth");
            default -> e.toInvalidSyntaxError();
        };
    }

    private static Checked refused(List<? extends GraphQLError> errors) {
        return new Checked(new PreparsedDocumentEntry(errors), Map.of());
    }
}
