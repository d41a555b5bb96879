package dev.tessera.graphmodel.domain;

/**
 * A codebook's id.
 *
 * @param value not blank
 */
public record CodebookId(String value) implements Comparable<CodebookId> {
    public CodebookId {
        Require.notBlank(value, "codebook id");
    }

    @Override
    public int compareTo(CodebookId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
