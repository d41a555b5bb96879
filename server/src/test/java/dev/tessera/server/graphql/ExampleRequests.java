package dev.tessera.server.graphql;

import graphql.language.EnumTypeDefinition;
import graphql.language.FieldDefinition;
import graphql.language.InputObjectTypeDefinition;
import graphql.language.InputValueDefinition;
import graphql.language.ListType;
import graphql.language.NonNullType;
import graphql.language.ObjectTypeDefinition;
import graphql.language.Type;
import graphql.language.TypeDefinition;
import graphql.language.TypeName;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A valid request for each field of the first level, with made-up arguments. */
final class ExampleRequests {
    private static final List<String> ROOTS = List.of("Query", "Mutation", "Subscription");

    private final TypeDefinitionRegistry schema = new SchemaParser().parse(ServedSchema.text());

    private ExampleRequests() {}

    /** {@return {@code TYPE.FIELD} to a request} */
    static Map<String, String> ofSchema() {
        var examples = new ExampleRequests();
        Map<String, String> all = new TreeMap<>();
        for (String root : ROOTS) {
            var type = examples.schema.getTypeOrNull(root, ObjectTypeDefinition.class);
            if (type != null) {
                type.getFieldDefinitions()
                        .forEach(f -> all.put(
                                root + "." + f.getName(), root.toLowerCase() + " { " + examples.field(f) + " }"));
            }
        }
        return all;
    }

    private String field(FieldDefinition field) {
        boolean hasFields = definition(field.getType()) instanceof ObjectTypeDefinition;
        return field.getName() + arguments(field) + (hasFields ? " { __typename }" : "");
    }

    private String arguments(FieldDefinition field) {
        String required = required(field.getInputValueDefinitions());
        return required.isEmpty() ? "" : "(" + required + ")";
    }

    private String required(List<InputValueDefinition> inputs) {
        return inputs.stream()
                .filter(i -> i.getType() instanceof NonNullType && i.getDefaultValue() == null)
                .map(i -> i.getName() + ": " + value(i.getType()))
                .collect(Collectors.joining(", "));
    }

    private String value(Type<?> type) {
        return switch (type) {
            case NonNullType some -> value(some.getType());
            case ListType list -> "[" + value(list.getType()) + "]";
            case TypeName name -> value(name);
            default -> throw new IllegalStateException("unknown type " + type);
        };
    }

    private String value(TypeName name) {
        return switch (definition(name)) {
            case EnumTypeDefinition choice ->
                choice.getEnumValueDefinitions().getFirst().getName();
            case InputObjectTypeDefinition input -> "{" + members(input) + "}";
            case null, default ->
                switch (name.getName()) {
                    case "ID", "String" -> "\"made-up\"";
                    case "Boolean" -> "false";
                    case "DateTime" -> "\"2026-01-01T00:00:00Z\"";
                    default -> "1";
                };
        };
    }

    private String members(InputObjectTypeDefinition input) {
        if (input.hasDirective("oneOf")) {
            InputValueDefinition first = input.getInputValueDefinitions().getFirst();
            return first.getName() + ": " + value(first.getType());
        }
        return required(input.getInputValueDefinitions());
    }

    private TypeDefinition<?> definition(Type<?> type) {
        return switch (type) {
            case NonNullType some -> definition(some.getType());
            case ListType list -> definition(list.getType());
            case TypeName name -> schema.getTypeOrNull(name.getName());
            default -> null;
        };
    }
}
