package dev.tessera.server.graphql;

import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.server.serving.Question;
import dev.tessera.server.serving.RecommendationPage;
import org.jspecify.annotations.Nullable;

/** A recommendation of one answer; equal to itself alone. */
final class Suggestion {
    private final RecommendationPage page;
    private final RecommendationPage.Entry entry;
    private final @Nullable Question question;
    private final @Nullable ItemId like;

    private Suggestion(
            RecommendationPage page,
            RecommendationPage.Entry entry,
            @Nullable Question question,
            @Nullable ItemId like) {
        this.page = page;
        this.entry = entry;
        this.question = question;
        this.like = like;
    }

    /** {@return a recommendation for somebody} */
    static Suggestion of(RecommendationPage page, RecommendationPage.Entry entry, Question question) {
        return new Suggestion(page, entry, question, null);
    }

    /** {@return an item that is like another} */
    static Suggestion like(ItemId item, RecommendationPage page, RecommendationPage.Entry entry) {
        return new Suggestion(page, entry, null, item);
    }

    /** {@return a recommendation of a version that is only compared with another; it is not explained} */
    static Suggestion compared(RecommendationPage page, RecommendationPage.Entry entry) {
        return new Suggestion(page, entry, null, null);
    }

    RecommendationPage page() {
        return page;
    }

    RecommendationPage.Entry entry() {
        return entry;
    }

    /** {@return what made the ranking; null where it is for nobody in particular} */
    @Nullable
    Question question() {
        return question;
    }

    /** {@return what it is like; null where it is for somebody} */
    @Nullable
    ItemId like() {
        return like;
    }

    String cursor() {
        return entry.cursor();
    }
}
