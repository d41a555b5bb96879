package dev.tessera.server.graphql;

import dev.tessera.server.live.ReadOnlyException;
import dev.tessera.server.security.AuditLog;
import dev.tessera.server.security.AuditLog.Act;
import dev.tessera.server.security.Requester;
import dev.tessera.server.security.Role;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Notes administrative acts, erasures and what analysts ask, refused ones too. */
final class Audit {
    private static final String CYPHER = "cypher";

    private static final Set<String> ERASURES = Set.of("deleteUser", "deleteItem", "deleteInteractions");

    /** Whose ids are of persons, and must not outlive the erasure. */
    private static final Set<String> WITHOUT_TARGET = Set.of("deleteUser");

    private final @Nullable AuditLog log;

    /** @param log null: nothing is noted */
    Audit(@Nullable AuditLog log) {
        this.log = log;
    }

    /** {@return the fetcher, whose outcome is noted where the field is such an act} */
    DataFetcher<@Nullable Object> of(String type, String field, Role needed, DataFetcher<@Nullable Object> fetcher) {
        boolean noted =
                type.equals("Mutation") ? needed == Role.ADMIN || ERASURES.contains(field) : field.equals(CYPHER);
        return log == null || !noted ? fetcher : env -> noted(log, field, fetcher, env);
    }

    private static @Nullable Object noted(
            AuditLog log, String field, DataFetcher<@Nullable Object> fetcher, DataFetchingEnvironment env)
            throws Exception {
        Requester by = env.getGraphQlContext().get(Requester.class);
        Object answer;
        try {
            answer = fetcher.get(env);
        } catch (Exception e) { // noted, whatever it is, and handed on
            add(log, by, new Act(field, target(field, env), outcome(e)));
            throw e;
        }
        if (answer instanceof CompletionStage<?> later) {
            return later.whenComplete((done, e) -> add(log, by, new Act(field, target(field, env), outcome(e))));
        }
        add(log, by, new Act(field, target(field, env), outcome(null)));
        return answer;
    }

    /** What was not done, or only read, may come without end. */
    private static void add(AuditLog log, Requester by, Act act) {
        boolean isRefused = act.outcome().equals(ErrorCode.FORBIDDEN.name())
                || act.outcome().equals(ErrorCode.BAD_USER_INPUT.name());
        if (isRefused) {
            log.addRefused(by, act);
        } else if (act.what().equals(CYPHER)) {
            log.addRepeated(by, act);
        } else {
            log.add(by, act);
        }
    }

    private static String outcome(@Nullable Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        return switch (cause) {
            case null -> "done";
            case RequestException refused -> refused.code().name();
            case ReadOnlyException full -> ErrorCode.READ_ONLY.name();
            default -> ErrorCode.INTERNAL.name();
        };
    }

    private static @Nullable String target(String field, DataFetchingEnvironment env) {
        if (field.equals(CYPHER)) {
            return AuditedStatement.of(env.getArgument("query"));
        }
        Object target = env.containsArgument("version") ? env.getArgument("version") : env.getArgument("id");
        return target == null || WITHOUT_TARGET.contains(field) ? null : target.toString();
    }
}
