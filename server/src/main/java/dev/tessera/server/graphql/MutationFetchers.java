package dev.tessera.server.graphql;

import dev.tessera.graphmodel.change.Event;
import dev.tessera.graphmodel.change.Event.Fate;
import dev.tessera.graphmodel.change.UserChanges.UserChange;
import dev.tessera.graphmodel.domain.Interaction;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.server.graphql.RowErrors.Read;
import dev.tessera.server.graphql.RowErrors.RowError;
import dev.tessera.server.live.LiveChanges;
import dev.tessera.server.live.LiveItem;
import dev.tessera.server.live.UnfinishedErasureException;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Changes by applications. A row that makes no sense is rejected by itself; the others are taken. */
final class MutationFetchers implements Fetchers {
    private final LiveChanges changes;
    private final ItemQueries items;
    private final Clock clock;

    MutationFetchers(LiveChanges changes, ItemQueries items, Clock clock) {
        this.changes = changes;
        this.items = items;
        this.clock = clock;
    }

    /** The components are the fields of the API. */
    record ItemsPayload(int accepted, List<RowError> rejected, List<ItemView> items) {}

    /** The components are the fields of the API. */
    record UsersPayload(int accepted, List<RowError> rejected) {}

    /** The components are the fields of the API. */
    record InteractionsPayload(int accepted, int duplicates, List<RowError> rejected) {}

    /** The components are the fields of the API. */
    record DeletePayload(int deleted) {}

    @Override
    public void wire(RuntimeWiring.Builder wiring) {
        wiring.type("Mutation", t -> t.dataFetcher("upsertItems", this::upsertItems)
                .dataFetcher("upsertUsers", this::upsertUsers)
                .dataFetcher("recordInteractions", this::recordInteractions)
                .dataFetcher("deleteInteractions", this::deleteInteractions)
                .dataFetcher("deleteItem", env -> {
                    ItemId item = Arguments.id(env, "id", ItemId::new);
                    return new DeletePayload(changes.deleteItem(item) ? 1 : 0);
                })
                .dataFetcher("deleteUser", env -> {
                    UserId user = Arguments.id(env, "id", UserId::new);
                    return new DeletePayload(deleteUser(user) ? 1 : 0);
                }));
    }

    private boolean deleteUser(UserId user) {
        try {
            return changes.deleteUser(user);
        } catch (UnfinishedErasureException e) {
            throw new RequestException(ErrorCode.CONFLICT, String.valueOf(e.getMessage()));
        }
    }

    private static List<InputRow> input(DataFetchingEnvironment env) {
        List<Map<String, @Nullable Object>> rows = Objects.requireNonNull(env.getArgument("input"));
        return rows.stream().map(InputRow::new).toList();
    }

    private ItemsPayload upsertItems(DataFetchingEnvironment env) {
        var errors = new RowErrors();
        List<Read<LiveItem>> read = new ArrayList<>();
        List<InputRow> rows = input(env);
        for (int k = 0; k < rows.size(); k++) {
            InputRow row = rows.get(k);
            errors.read(k, read, () -> ItemInputs.item(row));
        }
        List<@Nullable String> faults = changes.upsertItems(values(read));
        List<ItemId> done = new ArrayList<>();
        for (int k = 0; k < read.size(); k++) {
            String fault = faults.get(k);
            if (fault == null) {
                done.add(read.get(k).value().id());
            } else {
                errors.reject(read.get(k).index(), fault);
            }
        }
        return new ItemsPayload(
                done.size(), errors.all(), items.known(done.stream().distinct().toList()));
    }

    private UsersPayload upsertUsers(DataFetchingEnvironment env) {
        var errors = new RowErrors();
        List<Read<UserChange>> read = new ArrayList<>();
        List<InputRow> rows = input(env);
        for (int k = 0; k < rows.size(); k++) {
            InputRow row = rows.get(k);
            errors.read(k, read, () -> user(row));
        }
        changes.upsertUsers(values(read));
        return new UsersPayload(read.size(), errors.all());
    }

    private static UserChange user(InputRow row) {
        Map<String, @Nullable Object> properties = new HashMap<>();
        if (row.has("attributes")) {
            properties.put("attributes", ItemInputs.attributes(row));
        }
        return new UserChange(new UserId(row.id("id")), properties);
    }

    private InteractionsPayload recordInteractions(DataFetchingEnvironment env) {
        var errors = new RowErrors();
        List<Read<Event>> read = new ArrayList<>();
        List<InputRow> rows = input(env);
        Instant now = clock.instant();
        for (int k = 0; k < rows.size(); k++) {
            InputRow row = rows.get(k);
            errors.read(k, read, () -> event(row, now));
        }
        List<Fate> fates = changes.record(values(read));
        int accepted = 0;
        int duplicates = 0;
        for (int k = 0; k < fates.size(); k++) {
            switch (fates.get(k)) {
                case RECORDED -> accepted++;
                case DUPLICATE -> duplicates++;
                case UNKNOWN_ITEM ->
                    errors.reject(
                            read.get(k).index(),
                            "there is no item '"
                                    + read.get(k).value().interaction().item() + "'. Add it with upsertItems first");
                case FOREIGN_KEY ->
                    errors.reject(
                            read.get(k).index(),
                            "idempotencyKey '"
                                    + read.get(k).value().interaction().eventId()
                                    + "' is that of an event between another user and item");
            }
        }
        return new InteractionsPayload(accepted, duplicates, errors.all());
    }

    private static Event event(InputRow row, Instant now) {
        var user = new UserId(row.id("userId"));
        var item = new ItemId(row.id("itemId"));
        String kind = row.has("kind") ? row.id("kind") : "view";
        Instant given = row.instantOrNull("at");
        Instant at = given == null ? now : given;
        String key = row.idOrNull("idempotencyKey");
        String eventId = key == null ? Interaction.eventIdOf(user, item, kind, at) : key;
        var interaction = new Interaction(eventId, user, item, kind, row.number("weight", 1), at, null);
        return new Event(interaction, row.idOrNull("recommendationId"));
    }

    private DeletePayload deleteInteractions(DataFetchingEnvironment env) {
        List<String> ids = Objects.requireNonNull(env.getArgument("eventIds"));
        return new DeletePayload(changes.deleteInteractions(ids));
    }

    private static <T> List<T> values(List<Read<T>> read) {
        return read.stream().map(Read::value).toList();
    }
}
