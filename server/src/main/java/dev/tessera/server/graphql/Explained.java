package dev.tessera.server.graphql;

import dev.tessera.server.explain.Explanation;
import dev.tessera.server.serving.Question;
import dev.tessera.server.serving.RecommendationPage.Moment;

/** An explanation, the question that its score answers, and the moment that it is of. */
record Explained(Explanation explanation, Question question, Moment moment) {}
