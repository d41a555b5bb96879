package dev.tessera.graphmodel.domain;

/**
 * A user's id in the caller's own system.
 *
 * @param value not blank
 */
public record UserId(String value) implements Comparable<UserId> {
    public UserId {
        Require.notBlank(value, "user id");
    }

    @Override
    public int compareTo(UserId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
