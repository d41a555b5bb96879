package dev.tessera.server.graphql;

import static java.nio.charset.StandardCharsets.UTF_8;

import graphql.scalars.ExtendedScalars;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The schema of {@code schema.graphqls} with its fetchers. A field without one is read from its parent by name. */
final class ServedSchema {
    private static final String FILE = "schema.graphqls";

    private ServedSchema() {}

    static GraphQLSchema of(Audit audit, Fetchers... fetchers) {
        var wiring = RuntimeWiring.newRuntimeWiring()
                .strictMode(false) // there is an ID already
                .scalar(Ids.scalar())
                .strictMode(true)
                .scalar(ExtendedScalars.DateTime)
                .scalar(ExtendedScalars.Json);
        for (Fetchers some : fetchers) {
            some.wire(wiring);
        }
        return FieldRoles.guard(
                new SchemaGenerator().makeExecutableSchema(new SchemaParser().parse(text()), wiring.build()), audit);
    }

    static String text() {
        try (InputStream file = Objects.requireNonNull(ServedSchema.class.getResourceAsStream(FILE))) {
            return new String(file.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
