package dev.tessera.graphmodel.domain;

import java.util.Locale;

/** A kind of content that items may have features of. Models iterate over what is present. */
public enum Modality {
    TEXT,
    IMAGE,
    AUDIO;

    /** {@return the name in file names and token ids, such as {@code text}} */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@return the item's property that holds the feature vector, such as {@code textFeature}} */
    public String featureProperty() {
        return key() + "Feature";
    }

    /** {@return the item's property that names the encoder which made the feature; not there where the feature was given} */
    public String featureMakerProperty() {
        return featureProperty() + "By";
    }
}
