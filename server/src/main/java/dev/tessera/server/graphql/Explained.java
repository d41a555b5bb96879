package dev.tessera.server.graphql;

import dev.tessera.server.explain.Explanation;
import dev.tessera.server.serving.Question;

/** An explanation, and the question that its score answers. */
record Explained(Explanation explanation, Question question) {}
