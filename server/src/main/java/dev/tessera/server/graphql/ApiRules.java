package dev.tessera.server.graphql;

import dev.tessera.server.security.AuditLog;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What requests may do.
 *
 * @param limits how much one request may ask for
 * @param introspection whether requests may ask for the schema, asked at each
 * @param log where administrative acts are noted; null: nowhere
 */
public record ApiRules(
        QueryLimits limits,
        BooleanSupplier introspection,
        @Nullable AuditLog log) {
    /** {@return the standard limits, the schema open, nothing noted} */
    public static ApiRules standard() {
        return new ApiRules(QueryLimits.standard(), () -> true, null);
    }
}
