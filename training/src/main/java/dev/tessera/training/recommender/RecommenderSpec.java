package dev.tessera.training.recommender;

import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.training.tensor.FanOut;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a model is made of.
 *
 * @param dimension d, the width of every embedding
 * @param layers K, how often a propagating model propagates
 * @param fanOut how much of a batch's neighbourhood propagation looks at: all, or a sample with a number for each layer
 * @param l2 lambda; the loss has lambda / 2 times the mean over the batch of the squared norms of what it looked up
 * @param crossDepth L of the token cross network, 0 to 4
 * @param crossScope which tokens meet in it
 * @param modalities the modalities that features are taken from, as far as they are there
 * @param particulars what only this kind of model has
 */
public record RecommenderSpec(
        ModelKind kind,
        IdentityKind identity,
        int dimension,
        int layers,
        FanOut fanOut,
        float l2,
        int crossDepth,
        CrossScope crossScope,
        Set<Modality> modalities,
        Particulars particulars) {
    public RecommenderSpec {
        modalities = Set.copyOf(modalities);
        require(dimension >= 1 && dimension <= 1024, "dimension", dimension, "1 to 1024");
        require(layers >= 0 && layers <= 4, "layers", layers, "0 to 4");
        if (!fanOut.equals(FanOut.all()) && fanOut.perHop().size() != layers) {
            throw new IllegalArgumentException(
                    "fan.out must be all, or a number for each of " + layers + " layers, was " + fanOut);
        }
        require(l2 >= 0 && Float.isFinite(l2), "l2", l2, "0 or more");
        require(crossDepth >= 0 && crossDepth <= 4, "cross.depth", crossDepth, "0 to 4");
    }

    /** A model without particulars, on all modalities and whole neighbourhoods. */
    public RecommenderSpec(
            ModelKind kind,
            IdentityKind identity,
            int dimension,
            int layers,
            float l2,
            int crossDepth,
            CrossScope crossScope) {
        this(
                kind,
                identity,
                dimension,
                layers,
                FanOut.all(),
                l2,
                crossDepth,
                crossScope,
                EnumSet.allOf(Modality.class),
                new Particulars.None());
    }

    private static void require(boolean holds, String key, Number value, String valid) {
        if (!holds) {
            throw new IllegalArgumentException(key + " must be " + valid + ", was " + value);
        }
    }
}
