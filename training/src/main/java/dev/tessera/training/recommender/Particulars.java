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
     * @param temperature tau of the contrast, at least 0.02: exp(1 / tau) has to fit into a float
     * @param contrastSample over how many items a step contrasts, drawn anew each step; {@link #ALL} for all
     * @param hasContent false: items are their structure alone
     * @param hasContentIds false: content is the features alone
     * @param isContentNormalised true: e_i = s_i + c_i / |c_i| (the authors' code); false: e_i = s_i + c_i (Eq. 11)
     * @param isL2OnParameters true: L2 is lambda / 2 times the squares of all parameters (Eq. 13); false: on the batch's final
     *     vectors (the authors' code)
     */
    record Idsf(
            float gamma,
            float beta,
            float temperature,
            int contrastSample,
            boolean hasContent,
            boolean hasContentIds,
            boolean isContentNormalised,
            boolean isL2OnParameters)
            implements Particulars {
        /** A contrast over all items. */
        public static final int ALL = 0;

        private static final float LEAST_TEMPERATURE = 0.02f;

        public Idsf {
            require(gamma >= 0 && Float.isFinite(gamma), "gamma", gamma, "0 or more");
            require(beta >= 0 && Float.isFinite(beta), "beta", beta, "0 or more");
            require(
                    temperature >= LEAST_TEMPERATURE && Float.isFinite(temperature),
                    "contrast.temperature",
                    temperature,
                    "at least 0.02");
            require(
                    contrastSample == ALL || contrastSample >= 2,
                    "contrast.sample",
                    contrastSample,
                    "2 or more, or all");
            require(hasContent || beta == 0, "beta", beta, "0 where content is off: there is nothing to contrast");
        }
    }

    /**
     * BM3 (Zhou et al., arXiv 2207.05969).
     *
     * @param dropout the share of a vector's numbers that its target view loses
     * @param beta the weight of the alignment of features with ids
     * @param areFeaturesTrained true: training goes on from the features (the authors' code); false: they are frozen
     */
    record Bm3(float dropout, float beta, boolean areFeaturesTrained) implements Particulars {
        public Bm3 {
            require(dropout >= 0 && dropout < 1, "dropout", dropout, "0 to below 1");
            require(beta >= 0 && Float.isFinite(beta), "beta", beta, "0 or more");
        }
    }

    /**
     * FREEDOM (Zhou and Shen, arXiv 2211.06924).
     *
     * @param neighbours how many nearest items by features the item graph links an item to, in each modality
     * @param imageWeight the image's share of the item graph where there is another modality; the others share the rest
     * @param pruned the share of interactions that an epoch leaves out
     * @param featureWeight the weight of ranking by projected features in the loss
     * @param areFeaturesTrained true: these features are parameters, which begin as what they are (the authors' code); false:
     *     they are frozen. The item graph is of the features as they are in either case
     */
    record Freedom(int neighbours, float imageWeight, float pruned, float featureWeight, boolean areFeaturesTrained)
            implements Particulars {
        public Freedom {
            require(neighbours >= 1, "neighbours", neighbours, "1 or more");
            require(imageWeight >= 0 && imageWeight <= 1, "image.weight", imageWeight, "0 to 1");
            require(pruned >= 0 && pruned < 1, "pruned", pruned, "0 to below 1");
            require(featureWeight >= 0 && Float.isFinite(featureWeight), "feature.weight", featureWeight, "0 or more");
        }
    }

    /**
     * Item-item nearest neighbours by who interacted with them.
     *
     * @param neighbours how many an item keeps
     * @param shrink added to the product of the lengths, so that few common users count for little
     */
    record ItemKnn(int neighbours, float shrink) implements Particulars {
        public ItemKnn {
            require(neighbours >= 1, "neighbours", neighbours, "1 or more");
            require(shrink >= 0 && Float.isFinite(shrink), "shrink", shrink, "0 or more");
        }
    }

    private static void require(boolean holds, String key, Number value, String valid) {
        if (!holds) {
            throw new IllegalArgumentException(key + " must be " + valid + ", was " + value);
        }
    }
}
