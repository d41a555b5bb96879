package dev.tessera.graphmodel.domain;

/**
 * A trained model's version: sorts by time of training.
 *
 * @param value not blank
 */
public record ModelVersion(String value) implements Comparable<ModelVersion> {
    public ModelVersion {
        Require.notBlank(value, "model version");
    }

    @Override
    public int compareTo(ModelVersion other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
