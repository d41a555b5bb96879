package dev.tessera.server.graphql;

import dev.tessera.server.security.AuditLog;
import dev.tessera.server.trace.Tracing;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What requests may do.
 *
 * @param limits how much one request may ask for
 * @param introspection whether requests may ask for the schema, asked at each
 * @param log where administrative acts are noted; null: nowhere
 * @param tracing is told where their time goes
 */
public record ApiRules(
        QueryLimits limits,
        BooleanSupplier introspection,
        @Nullable AuditLog log,
        Tracing tracing) {
    /** Nothing is told of them. */
    public ApiRules(QueryLimits limits, BooleanSupplier introspection, @Nullable AuditLog log) {
        this(limits, introspection, log, Tracing.off());
    }

    /** {@return the standard limits, the schema open, nothing noted} */
    public static ApiRules standard() {
        return new ApiRules(QueryLimits.standard(), () -> true, null);
    }
}
