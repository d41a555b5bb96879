package dev.tessera.server.graphql;

import graphql.GraphQLContext;
import graphql.Scalars;
import graphql.execution.CoercedVariables;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseValueException;
import graphql.schema.GraphQLScalarType;
import java.math.BigInteger;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The scalar ID, of strings and whole numbers only: GraphQL Java takes objects and lists for ids too, as Java prints them. */
final class Ids implements Coercing<Object, Object> {
    private static final Coercing<?, ?> STANDARD = Scalars.GraphQLID.getCoercing();

    static GraphQLScalarType scalar() {
        return Scalars.GraphQLID.transform(scalar -> scalar.coercing(new Ids()));
    }

    @Override
    public @Nullable Object serialize(Object value, GraphQLContext context, Locale locale) {
        return STANDARD.serialize(value, context, locale);
    }

    @Override
    public @Nullable Object parseValue(Object value, GraphQLContext context, Locale locale) {
        return switch (value) {
            case String text -> text;
            case Integer number -> number.toString();
            case Long number -> number.toString();
            case BigInteger number -> number.toString();
            default ->
                throw new CoercingParseValueException(
                        "an ID should be a string, was " + RequestException.quoted(value.toString()));
        };
    }

    @Override
    public @Nullable Object parseLiteral(
            Value<?> value, CoercedVariables variables, GraphQLContext context, Locale locale) {
        return STANDARD.parseLiteral(value, variables, context, locale);
    }

    @Override
    public Value<?> valueToLiteral(Object value, GraphQLContext context, Locale locale) {
        return STANDARD.valueToLiteral(value, context, locale);
    }
}
