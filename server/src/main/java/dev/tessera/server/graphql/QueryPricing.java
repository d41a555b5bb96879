package dev.tessera.server.graphql;

import dev.tessera.server.graphql.QueryPrice.Count;
import graphql.introspection.Introspection;
import graphql.language.Argument;
import graphql.language.ArrayValue;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.IntValue;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.language.TypeName;
import graphql.language.Value;
import graphql.language.VariableReference;
import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads prices off a document that keeps to the schema. What {@code @skip} and {@code @include} leave out counts. */
final class QueryPricing {
    private final GraphQLSchema schema;
    private final Map<String, FragmentDefinition> fragments = new HashMap<>();
    private final Map<String, QueryPrice> priced = new HashMap<>();

    private QueryPricing(GraphQLSchema schema) {
        this.schema = schema;
    }

    /** {@return the price of each operation by its name, which is empty where it has none} */
    static Map<String, QueryPrice> of(Document document, GraphQLSchema schema) {
        return new QueryPricing(schema).operations(document);
    }

    static String nameOf(OperationDefinition operation) {
        String name = operation.getName();
        return name == null ? "" : name;
    }

    private Map<String, QueryPrice> operations(Document document) {
        document.getDefinitionsOfType(FragmentDefinition.class).forEach(f -> fragments.put(f.getName(), f));
        Map<String, QueryPrice> operations = new HashMap<>();
        for (var operation : document.getDefinitionsOfType(OperationDefinition.class)) {
            operations.put(nameOf(operation), selections(operation.getSelectionSet(), rootType(operation)));
        }
        return operations;
    }

    private @Nullable GraphQLObjectType rootType(OperationDefinition operation) {
        return switch (operation.getOperation()) {
            case QUERY -> schema.getQueryType();
            case MUTATION -> schema.getMutationType();
            case SUBSCRIPTION -> schema.getSubscriptionType();
        };
    }

    private QueryPrice selections(@Nullable SelectionSet set, @Nullable GraphQLObjectType type) {
        if (set == null || type == null) {
            return QueryPrice.nothing();
        }
        List<QueryPrice> parts = new ArrayList<>();
        for (Selection<?> selection : set.getSelections()) {
            parts.add(selection(selection, type));
        }
        return QueryPrice.together(parts);
    }

    private QueryPrice selection(Selection<?> selection, GraphQLObjectType type) {
        return switch (selection) {
            case Field field -> field(field, type);
            case InlineFragment inline -> selections(inline.getSelectionSet(), typeOf(inline.getTypeCondition(), type));
            case FragmentSpread spread -> fragment(spread.getName());
            default -> throw new IllegalStateException("there is no selection of " + selection.getClass());
        };
    }

    private QueryPrice fragment(String name) {
        QueryPrice known = priced.get(name);
        if (known != null) {
            return known;
        }
        FragmentDefinition fragment = fragments.get(name);
        QueryPrice price = fragment == null
                ? QueryPrice.nothing()
                : selections(fragment.getSelectionSet(), typeOf(fragment.getTypeCondition(), null));
        priced.put(name, price);
        return price;
    }

    private @Nullable GraphQLObjectType typeOf(@Nullable TypeName condition, @Nullable GraphQLObjectType otherwise) {
        return condition == null ? otherwise : schema.getObjectType(condition.getName());
    }

    private QueryPrice field(Field field, GraphQLObjectType type) {
        GraphQLFieldDefinition definition = Introspection.getFieldDefinition(schema, type, field.getName());
        boolean mutates = type.equals(schema.getMutationType());
        boolean connects = nameOf(definition).endsWith("Connection");
        var answer = GraphQLTypeUtil.unwrapAll(definition.getType());
        return new QueryPrice(
                FieldPrices.of(type.getName(), field.getName()),
                connects ? Count.ONE : times(field, type, definition),
                mutates ? new Count.Rows() : connects ? first(field, definition) : null,
                rows(field, definition),
                mutates ? FieldPrices.ROW_WRITTEN : FieldPrices.ROW_READ,
                List.of(selections(
                        field.getSelectionSet(), answer instanceof GraphQLObjectType object ? object : null)));
    }

    private static String nameOf(GraphQLFieldDefinition definition) {
        return GraphQLTypeUtil.unwrapAll(definition.getType()).getName();
    }

    private static Count times(Field field, GraphQLObjectType type, GraphQLFieldDefinition definition) {
        boolean list = GraphQLTypeUtil.isList(GraphQLTypeUtil.unwrapNonNull(definition.getType()));
        if (!list || type.getName().startsWith("__")) {
            return Count.ONE; // looking at the schema has a price of its own
        }
        if (type.getName().endsWith("Connection") || type.getName().endsWith("Payload")) {
            return new Count.FromAbove();
        }
        return definition.getArgument(Arguments.FIRST) == null
                ? new Count.Fixed(FieldPrices.USUAL_ENTRIES)
                : first(field, definition);
    }

    private static Count first(Field field, GraphQLFieldDefinition definition) {
        GraphQLArgument first = definition.getArgument(Arguments.FIRST);
        if (first == null) {
            return new Count.Fixed(FieldPrices.USUAL_ENTRIES);
        }
        int standard = first.getArgumentDefaultValue().getValue() instanceof IntValue value ? clamped(value) : 1;
        Argument given = argument(field, Arguments.FIRST);
        return switch (given == null ? null : given.getValue()) {
            case IntValue value -> new Count.Fixed(clamped(value));
            case VariableReference variable -> new Count.First(variable.getName(), standard);
            case null, default -> new Count.Fixed(standard);
        };
    }

    private static int clamped(IntValue value) {
        return value.getValue().bitLength() < Integer.SIZE
                ? Math.clamp(value.getValue().intValue(), 1, Arguments.MAXIMUM_FIRST)
                : Arguments.MAXIMUM_FIRST;
    }

    private static @Nullable Argument argument(Field field, String name) {
        for (Argument argument : field.getArguments()) {
            if (argument.getName().equals(name)) {
                return argument;
            }
        }
        return null;
    }

    private static List<Count> rows(Field field, GraphQLFieldDefinition definition) {
        List<Count> rows = new ArrayList<>();
        for (Argument argument : field.getArguments()) {
            var type = definition.getArgument(argument.getName()).getType();
            if (GraphQLTypeUtil.isList(GraphQLTypeUtil.unwrapNonNull(type))) {
                rows.add(rows(argument.getValue()));
            }
        }
        return rows;
    }

    private static Count rows(Value<?> value) {
        return switch (value) {
            case ArrayValue list -> new Count.Fixed(list.getValues().size());
            case VariableReference variable -> new Count.Length(variable.getName());
            default -> Count.ONE;
        };
    }
}
