package dev.tessera.graphmodel.domain;

/**
 * An item's id in the caller's own system.
 *
 * @param value not blank
 */
public record ItemId(String value) implements Comparable<ItemId> {
    public ItemId {
        Require.notBlank(value, "item id");
    }

    @Override
    public int compareTo(ItemId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
