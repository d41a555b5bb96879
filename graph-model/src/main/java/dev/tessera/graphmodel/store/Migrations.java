package dev.tessera.graphmodel.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tessera.cypher.Statement;
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

    Migrations(Graph graph) {
        this.graph = graph;
    }

    void run() {
        List<Statement> known = graph.catalog().migrations();
        Map<String, String> applied = new HashMap<>();
        graph.read(tx -> tx.run("applied_migrations"))
                .forEach(r -> applied.put(r.string("name"), r.string("checksum")));
        refuseStoreFromTheFuture(known, applied);
        boolean changed = false;
        for (Statement migration : known) {
            String checksum = checksum(migration);
            String before = applied.get(migration.name());
            if (before == null) {
                apply(migration, checksum);
                changed = true;
            } else if (!before.equals(checksum)) {
                throw new GraphException("the migration " + migration.name() + " was applied with checksum " + before
                        + " but now has " + checksum + ". A migration that was released must never be edited: restore"
                        + " the file and add a new one");
            }
        }
        if (changed) {
            graph.read(tx -> tx.run("await_indexes"));
        }
    }

    private static void refuseStoreFromTheFuture(List<Statement> known, Map<String, String> applied) {
        for (String name : applied.keySet()) {
            if (known.stream().noneMatch(m -> m.name().equals(name))) {
                throw new GraphException("this store was written by a newer Tessera: it has the migration " + name
                        + ", which this version does not know. Start the newer version, or restore a backup");
            }
        }
    }

    private void apply(Statement migration, String checksum) {
        // The schema change and its record need a transaction each; a kill between them is mended by IF NOT EXISTS.
        graph.execute(tx -> tx.run(migration, Map.of()));
        graph.execute(tx -> tx.run("record_migration", Map.of("name", migration.name(), "checksum", checksum)));
    }

    private static String checksum(Statement migration) {
        var crc = new CRC32();
        crc.update(migration.text().replace("\r\n", "\n").getBytes(UTF_8));
        return Long.toHexString(crc.getValue());
    }
}
