package dev.tessera.graphmodel.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tessera.cypher.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Brings a store's schema up to this version's: each file of {@code cypher/schema} runs once, in order, and is recorded
 * with its checksum. A store whose record does not fit is refused before anything is changed.
 */
final class Migrations {
    private final Graph graph;
    private final Map<String, String> applied = new HashMap<>();

    /** Reads the store's record. */
    Migrations(Graph graph) {
        this.graph = graph;
        graph.read(tx -> tx.run("applied_migrations"))
                .forEach(r -> applied.put(r.string("name"), r.string("checksum")));
    }

    /** {@return whether the store has had none: there is nothing in it} */
    boolean isNewStore() {
        return applied.isEmpty();
    }

    /**
     * {@return the migrations that the store still needs, in order}
     *
     * @throws GraphException where a newer version wrote the store, or a migration was edited after it ran
     */
    List<Statement> pending() {
        List<Statement> known = graph.catalog().migrations();
        refuseStoreFromTheFuture(known);
        List<Statement> pending = new ArrayList<>();
        for (Statement migration : known) {
            String checksum = checksum(migration);
            String before = applied.get(migration.name());
            if (before == null) {
                pending.add(migration);
            } else if (!before.equals(checksum)) {
                throw new GraphException("the migration " + migration.name() + " was applied with checksum " + before
                        + " but now has " + checksum + ". A migration that was released must never be edited: restore"
                        + " the file and add a new one");
            }
        }
        return pending;
    }

    private void refuseStoreFromTheFuture(List<Statement> known) {
        String newest = applied.keySet().stream().max(String::compareTo).orElse("");
        for (String name : applied.keySet()) {
            if (known.stream().noneMatch(m -> m.name().equals(name))) {
                throw new GraphException("this store was written by a newer Tessera: it has the migration " + name
                        + " and is at " + newest + ", this version knows migrations up to "
                        + known.getLast().name() + ". Start the newer version, or restore a backup of this one");
            }
        }
    }

    /** Runs what {@link #pending} gave. */
    void run(List<Statement> pending) {
        for (Statement migration : pending) {
            apply(migration);
        }
        if (!pending.isEmpty()) {
            graph.read(tx -> tx.run("await_indexes"));
        }
    }

    private void apply(Statement migration) {
        // The schema change and its record need a transaction each; a kill between them is mended by IF NOT EXISTS.
        graph.execute(tx -> tx.run(migration, Map.of()));
        graph.execute(
                tx -> tx.run("record_migration", Map.of("name", migration.name(), "checksum", checksum(migration))));
    }

    private static String checksum(Statement migration) {
        var crc = new CRC32();
        crc.update(migration.text().replace("\r\n", "\n").getBytes(UTF_8));
        return Long.toHexString(crc.getValue());
    }
}
