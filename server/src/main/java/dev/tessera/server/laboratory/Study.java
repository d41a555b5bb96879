package dev.tessera.server.laboratory;

import dev.tessera.graphmodel.split.SplitProtocol;
import dev.tessera.server.jobs.TrainingFilter;
import java.util.List;

/**
 * What is to be found out.
 *
 * @param candidates at least one, every one of them to be trained with every seed
 */
public record Study(
        Question question, List<Candidate> candidates, List<Long> seeds, SplitProtocol split, TrainingFilter filter) {
    /** What the candidates are to each other. */
    public enum Question {
        /** There is but one. */
        SINGLE,
        /** Points of a grid, of which one is chosen on the validation part. */
        GRID,
        /** Models, each compared with the first. */
        COMPARISON
    }

    public Study {
        candidates = List.copyOf(candidates);
        seeds = List.copyOf(seeds);
    }

    /**
     * Checks the settings of every candidate, so that what cannot work is found before anything is done.
     *
     * @throws IllegalArgumentException as {@link Candidate#config} does
     */
    public void requireValid() {
        for (Candidate candidate : candidates) {
            requireValid(candidate);
        }
    }

    private void requireValid(Candidate candidate) {
        try {
            candidate.config(seeds.getFirst());
            candidate.codebook();
        } catch (IllegalArgumentException e) {
            if (question != Question.COMPARISON) {
                throw e;
            }
            throw new IllegalArgumentException(
                    candidate.name() + ": " + e.getMessage() + ". To set one model alone: --set NAME.KEY=VALUE", e);
        }
    }
}
