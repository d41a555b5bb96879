package dev.tessera.graphmodel.ingest;

import org.jspecify.annotations.Nullable;

/** A value that makes its row unusable; becomes a {@link Rejected} where the row's place is known. */
final class RowFault extends Exception {
    private static final long serialVersionUID = 1L;

    private final @Nullable String value;

    RowFault(@Nullable String value, String reason) {
        super(reason, null, false, false);
        this.value = value;
    }

    @Nullable
    String value() {
        return value;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
