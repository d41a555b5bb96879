package dev.tessera.server.graphql;

import static java.util.Map.entry;

import dev.tessera.server.security.Requester;
import dev.tessera.server.security.Role;
import graphql.schema.DataFetcher;
import graphql.schema.FieldCoordinates;
import graphql.schema.GraphQLCodeRegistry;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask for what. Every field of the first level has its role here; fields below are reached by these only. A field
 * without a role keeps the server from starting.
 */
final class FieldRoles {
    private static final Map<String, Role> ROLES = Map.ofEntries(
            entry("Query.recommendations", Role.VIEWER),
            entry("Query.similarItems", Role.VIEWER),
            entry("Query.explanation", Role.VIEWER),
            entry("Query.item", Role.VIEWER),
            entry("Query.items", Role.VIEWER),
            entry("Query.user", Role.VIEWER),
            entry("Query.token", Role.VIEWER),
            entry("Query.tokens", Role.VIEWER),
            entry("Query.activeModel", Role.VIEWER),
            entry("Query.models", Role.VIEWER),
            entry("Query.modelDiff", Role.VIEWER),
            entry("Query.trainingRun", Role.ADMIN),
            entry("Query.trainingRuns", Role.ADMIN),
            entry("Query.cypher", Role.ANALYST),
            entry("Mutation.upsertItems", Role.EDITOR),
            entry("Mutation.upsertUsers", Role.EDITOR),
            entry("Mutation.recordInteractions", Role.EDITOR),
            entry("Mutation.deleteInteractions", Role.EDITOR),
            entry("Mutation.deleteItem", Role.EDITOR),
            entry("Mutation.deleteUser", Role.EDITOR),
            entry("Mutation.tokenize", Role.ADMIN),
            entry("Mutation.startTraining", Role.ADMIN),
            entry("Mutation.cancelTraining", Role.ADMIN),
            entry("Mutation.activateModel", Role.ADMIN),
            entry("Mutation.rollbackModel", Role.ADMIN),
            entry("Subscription.trainingProgress", Role.ADMIN));

    private FieldRoles() {}

    /**
     * {@return the role that a field of the first level needs}
     *
     * @throws IllegalStateException where none was decided on
     */
    static Role of(String type, String field) {
        Role role = ROLES.get(type + "." + field);
        if (role == null) {
            throw new IllegalStateException("the field " + type + "." + field
                    + " has no role, so nobody knows who may ask for it. Give it one in FieldRoles");
        }
        return role;
    }

    /** {@return the same schema, each field of the first level behind its role} */
    static GraphQLSchema guard(GraphQLSchema schema, Audit audit) {
        return schema.transformWithoutTypes(s -> s.codeRegistry(guarded(schema, audit)));
    }

    private static GraphQLCodeRegistry guarded(GraphQLSchema schema, Audit audit) {
        GraphQLCodeRegistry unguarded = schema.getCodeRegistry();
        return unguarded.transform(registry -> {
            for (GraphQLObjectType type : roots(schema)) {
                for (GraphQLFieldDefinition field : type.getFieldDefinitions()) {
                    var fetcher = audit.of(
                            type.getName(),
                            field.getName(),
                            of(type.getName(), field.getName()),
                            guarded(unguarded, type, field));
                    registry.dataFetcher(FieldCoordinates.coordinates(type, field), fetcher);
                }
            }
        });
    }

    /** {@return the types that requests begin with} */
    static List<GraphQLObjectType> roots(GraphQLSchema schema) {
        return Stream.of(schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType())
                .filter(Objects::nonNull)
                .toList();
    }

    private static DataFetcher<@Nullable Object> guarded(
            GraphQLCodeRegistry registry, GraphQLObjectType type, GraphQLFieldDefinition field) {
        Role needed = of(type.getName(), field.getName());
        DataFetcher<?> fetcher = registry.getDataFetcher(FieldCoordinates.coordinates(type, field), field);
        return env -> {
            Requester caller = env.getGraphQlContext().get(Requester.class);
            if (caller == null || !caller.principal().may(needed)) {
                throw refused(field.getName(), needed);
            }
            return fetcher.get(env);
        };
    }

    private static RequestException refused(String field, Role needed) {
        return new RequestException(
                ErrorCode.FORBIDDEN,
                "'" + field + "' needs the role " + needed.word()
                        + ", which the key or token of this request does not have");
    }
}
