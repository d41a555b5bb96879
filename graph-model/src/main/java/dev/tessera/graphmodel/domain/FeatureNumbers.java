package dev.tessera.graphmodel.domain;

/** Which numbers features may have: with larger ones, sums of their squares over a few thousand columns are no floats any more. */
public final class FeatureNumbers {
    /** What every number must be, to be said after it. */
    public static final String RULE = "must be finite and at most 1e15 in size";

    private static final float LARGEST = 1e15f;

    private FeatureNumbers() {}

    /** {@return whether a feature may have this number} */
    public static boolean allow(float number) {
        return Math.abs(number) <= LARGEST;
    }
}
