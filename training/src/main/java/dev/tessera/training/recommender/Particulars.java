package dev.tessera.training.recommender;

/** What only one kind of model has. */
public sealed interface Particulars {
    /** Nothing. */
    record None() implements Particulars {}

    /**
     * IDSF (arXiv 2311.05956). Its ablations are switches: no content; content without contrast (beta 0); content without
     * ids; structure without ids (gamma 0).
     *
     * @param gamma how much of the ids is added to every layer
     * @param beta the contrast's weight in the loss
     * @param temperature tau of the contrast
     * @param contrastSample over how many items a step contrasts, drawn anew each step; {@link #ALL} for all
     * @param hasContent false: items are their structure alone
     * @param hasContentIds false: content is the features alone
     * @param isContentNormalised true: e_i = s_i + c_i / |c_i| (the authors' code); false: e_i = s_i + c_i (Eq. 11)
     */
    record Idsf(
            float gamma,
            float beta,
            float temperature,
            int contrastSample,
            boolean hasContent,
            boolean hasContentIds,
            boolean isContentNormalised)
            implements Particulars {
        /** A contrast over all items. */
        public static final int ALL = 0;

        public Idsf {
            require(gamma >= 0 && Float.isFinite(gamma), "gamma", gamma, "0 or more");
            require(beta >= 0 && Float.isFinite(beta), "beta", beta, "0 or more");
            require(temperature > 0 && Float.isFinite(temperature), "contrast.temperature", temperature, "above 0");
            require(
                    contrastSample == ALL || contrastSample >= 2,
                    "contrast.sample",
                    contrastSample,
                    "2 or more, or all");
            require(hasContent || beta == 0, "beta", beta, "0 where content is off: there is nothing to contrast");
        }
    }

    private static void require(boolean holds, String key, Number value, String valid) {
        if (!holds) {
            throw new IllegalArgumentException(key + " must be " + valid + ", was " + value);
        }
    }
}
