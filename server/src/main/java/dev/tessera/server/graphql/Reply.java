package dev.tessera.server.graphql;

import java.util.Map;
import java.util.concurrent.Flow;

/** What comes of a request. Each answer is as the GraphQL specification lays it out. */
public sealed interface Reply {
    /** The answer to a query or a mutation, or the errors of a subscription that did not begin. */
    record Once(Map<String, Object> answer) implements Reply {}

    /** The answers to a subscription, until it ends or is cancelled. */
    record Many(Flow.Publisher<Map<String, Object>> answers) implements Reply {}
}
