package dev.tessera.graphmodel.ingest;

import dev.tessera.graphmodel.domain.Interaction;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.UserId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An interaction and where it was read.
 *
 * @param recommendationId of the list that led to it, or null
 */
record InteractionRow(
        Path file,
        long line,
        Interaction interaction,
        @Nullable String recommendationId) implements Accepted {
    private static final String DEFAULT_KIND = "interaction";

    /** Without a kind it is {@code interaction}, without a weight 1, without a time the epoch. */
    static InteractionRow of(RawRow row) throws RowFault {
        var user = new UserId(row.id(Column.USER));
        var item = new ItemId(row.id(Column.ITEM));
        String kind = row.text(Column.KIND) == null ? DEFAULT_KIND : row.id(Column.KIND);
        String weight = row.text(Column.WEIGHT);
        Instant at = Objects.requireNonNullElse(row.time(Column.AT), Instant.EPOCH);
        String split = row.text(Column.SPLIT);
        boolean named = row.text(Column.EVENT_ID) != null;
        var interaction = new Interaction(
                named ? row.id(Column.EVENT_ID) : Interaction.eventIdOf(user, item, kind, at),
                user,
                item,
                kind,
                weight == null ? 1 : Values.number(weight, Column.WEIGHT),
                at,
                split == null ? null : Values.split(split));
        String recommendation = row.text(Column.RECOMMENDATION) == null ? null : row.id(Column.RECOMMENDATION);
        return new InteractionRow(row.file(), row.line(), interaction, recommendation);
    }

    /** {@return whether both are the same event, whatever their weights and parts} */
    boolean repeats(InteractionRow other) {
        return isBetween(other.interaction.user(), other.interaction.item())
                && interaction.kind().equals(other.interaction.kind())
                && interaction.at().equals(other.interaction.at());
    }

    boolean isBetween(UserId user, ItemId item) {
        return interaction.user().equals(user) && interaction.item().equals(item);
    }

    Rejected rejected(String value, String reason) {
        return new Rejected(file, line, value, reason);
    }
}
