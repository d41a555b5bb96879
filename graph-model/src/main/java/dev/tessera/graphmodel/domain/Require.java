package dev.tessera.graphmodel.domain;

/** Checks of constructor arguments; the message carries the value. */
final class Require {
    private Require() {}

    static void notBlank(String value, String what) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(what + " must not be blank, was '" + value + "'");
        }
    }

    static void that(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
