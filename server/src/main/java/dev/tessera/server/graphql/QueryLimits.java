package dev.tessera.server.graphql;

import graphql.analysis.FieldComplexityEnvironment;
import graphql.analysis.MaxQueryComplexityInstrumentation;
import graphql.analysis.MaxQueryDepthInstrumentation;
import graphql.execution.instrumentation.ChainedInstrumentation;
import graphql.execution.instrumentation.Instrumentation;

/** Refuses queries that would answer with too much, before anything of them runs. */
final class QueryLimits {
    /** How many levels fields may be nested; GraphiQL's introspection needs 15. */
    static final int DEPTH = 20;

    /** How many fields an answer may have, a list counted as if it had all the entries that were asked for. */
    static final int FIELDS = 100_000;

    private QueryLimits() {}

    static Instrumentation instrumentation() {
        return new ChainedInstrumentation(
                new MaxQueryDepthInstrumentation(DEPTH),
                new MaxQueryComplexityInstrumentation(FIELDS, QueryLimits::fields));
    }

    /** {@return the fields below and including this one; no more than just above the limit, so that sums do not overflow} */
    private static int fields(FieldComplexityEnvironment field, int below) {
        Object first = field.getArguments().get(Arguments.FIRST);
        int entries = first instanceof Integer asked ? Math.clamp(asked, 1, Arguments.MAXIMUM_FIRST) : 1;
        return (int) Math.min((long) below * entries + 1, FIELDS + 1L);
    }
}
