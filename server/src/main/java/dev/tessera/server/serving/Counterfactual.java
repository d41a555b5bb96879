package dev.tessera.server.serving;

import org.jspecify.annotations.Nullable;

/**
 * What would be if something were not: recomputed, nothing is retrained. Scores are what lists are ordered by, steering
 * included, diversity not; ranks are among the same candidates before and after.
 *
 * @param rank null where the item would not be recommended: it is seen, excluded or filtered out
 */
public record Counterfactual(
        double score,
        @Nullable Integer rank,
        double scoreBefore,
        @Nullable Integer rankBefore) {}
