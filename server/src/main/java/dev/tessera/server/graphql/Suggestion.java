package dev.tessera.server.graphql;

import dev.tessera.server.serving.Question;
import dev.tessera.server.serving.RecommendationPage;
import org.jspecify.annotations.Nullable;

/** A recommendation of one answer; equal to itself alone. */
final class Suggestion {
    private final RecommendationPage page;
    private final RecommendationPage.Entry entry;
    private final @Nullable Question question;

    /** @param question what made the ranking; null where it is for nobody in particular */
    Suggestion(RecommendationPage page, RecommendationPage.Entry entry, @Nullable Question question) {
        this.page = page;
        this.entry = entry;
        this.question = question;
    }

    RecommendationPage page() {
        return page;
    }

    RecommendationPage.Entry entry() {
        return entry;
    }

    @Nullable
    Question question() {
        return question;
    }

    String cursor() {
        return entry.cursor();
    }
}
