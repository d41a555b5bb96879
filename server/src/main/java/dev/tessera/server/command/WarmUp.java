package dev.tessera.server.command;

import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.server.graphql.GraphQlApi;
import dev.tessera.server.graphql.GraphQlRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Asks what applications ask, before they do, so that the first of them need not wait until the code is compiled. */
final class WarmUp {
    private static final Duration LONGEST = Duration.ofSeconds(2);
    private static final int ROUNDS = 2_000;

    private static final String QUESTION = """
            query($user: ID!) { recommendations(for: {userId: $user}, first: 10) { nodes {
              item { id title } score rank source explanation { score text history(first: 3) { contribution item { title } } } } } }
            """;

    private WarmUp() {}

    /** Asks for these users in turn, two seconds at most; where there are none, for one who is not known. */
    static void of(GraphQlApi api, List<UserId> users) {
        long end = System.nanoTime() + LONGEST.toNanos();
        for (int round = 0; round < ROUNDS && System.nanoTime() < end; round++) {
            String user =
                    users.isEmpty() ? "nobody" : users.get(round % users.size()).value();
            api.execute(new GraphQlRequest(QUESTION, null, Map.of("user", user)));
        }
    }
}
