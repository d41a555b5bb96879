package dev.tessera.training.publish;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.training.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The users' rows of an artifact, the one part of it that may be rewritten. The new rows are written to a file of another
 * name, provenance.json is replaced by one that names it, in one step, and the old file is deleted: whenever the process is
 * killed, the artifact is whole, and a user is gone once {@link #deleteUnreferenced} has run.
 */
final class ArtifactUsers {
    private static final String PREFIX = "users";

    private ArtifactUsers() {}

    /** {@return whether a folder has a file of users, be it otherwise an artifact or not} */
    static boolean areIn(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.anyMatch(file -> file.getFileName().toString().startsWith(PREFIX));
        }
    }

    /** Erases users from an artifact; where it has none of them, nothing of its content changes. */
    static void erase(Path artifact, Predicate<UserId> gone) throws IOException {
        deleteUnreferenced(artifact);
        ObjectNode node = ProvenanceFile.read(artifact);
        Path old = artifact.resolve(ProvenanceFile.usersFile(node));
        ProvenanceFile.verify(node, old); // what is damaged must not get a checksum that fits
        Safetensors users = Safetensors.read(old);
        Safetensors left = without(users, gone);
        if (left == users) {
            return;
        }
        Path next = artifact.resolve(nextName(artifact));
        left.write(next);
        ProvenanceFile.setUsersFile(node, next);
        ProvenanceFile.write(node, artifact);
        deleteUnreferenced(artifact);
    }

    private static String nextName(Path artifact) {
        return IntStream.iterate(1, k -> k + 1)
                .mapToObj(k -> PREFIX + "-" + k + ".safetensors")
                .filter(name -> !Files.exists(artifact.resolve(name)))
                .findFirst()
                .orElseThrow();
    }

    /** Deletes the users' files that provenance.json does not name. */
    static void deleteUnreferenced(Path artifact) throws IOException {
        String current = ProvenanceFile.usersFile(ProvenanceFile.read(artifact));
        ProvenanceFile.deleteDraft(artifact);
        List<Path> files;
        try (Stream<Path> all = Files.list(artifact)) {
            files = all.toList();
        }
        for (Path file : files) {
            String name = file.getFileName().toString();
            if (name.startsWith(PREFIX) && !name.equals(current)) {
                Files.delete(file);
            }
        }
    }

    /** {@return the rows without those of some users; the same where there are none of them} The items' degrees stay. */
    static Safetensors without(Safetensors users, Predicate<UserId> gone) throws IOException {
        if (!users.has("users")) {
            return users;
        }
        List<String> ids = users.strings("users");
        int[] kept = IntStream.range(0, ids.size())
                .parallel()
                .filter(user -> !gone.test(new UserId(ids.get(user))))
                .toArray();
        if (kept.length == ids.size()) {
            return users;
        }
        List<String> left = new ArrayList<>();
        int[] offsets = new int[kept.length + 1];
        int[] columns = users.integers("trained.columns").clone();
        int[] from = users.integers("trained.offsets");
        for (int k = 0; k < kept.length; k++) {
            left.add(ids.get(kept[k]));
            int degree = from[kept[k] + 1] - from[kept[k]];
            System.arraycopy(columns, from[kept[k]], columns, offsets[k], degree);
            offsets[k + 1] = offsets[k] + degree;
        }
        Safetensors without = new Safetensors()
                .putStrings("users", left)
                .put("trained.offsets", offsets)
                .put("trained.columns", Arrays.copyOf(columns, offsets[kept.length]))
                .put("degrees", degrees(users));
        return users.has("base") ? without.put("base", rows(users.matrix("base"), kept)) : without;
    }

    /** {@return how many users were trained on each item; shorter than the items where nobody was on the last ones} */
    static int[] degrees(Safetensors users) throws IOException {
        if (users.has("degrees")) {
            return users.integers("degrees");
        }
        int[] columns = users.integers("trained.columns");
        int[] degrees = new int[Arrays.stream(columns).max().orElse(-1) + 1];
        for (int column : columns) {
            degrees[column]++;
        }
        return degrees;
    }

    private static DenseMatrix rows(DenseMatrix from, int[] kept) {
        DenseMatrix rows = DenseMatrix.zeros(kept.length, from.columns());
        for (int k = 0; k < kept.length; k++) {
            System.arraycopy(from.values(), from.offset(kept[k]), rows.values(), rows.offset(k), from.columns());
        }
        return rows;
    }

    /** What is done to an artifact, whose data was read at a moment. */
    @FunctionalInterface
    interface Erasure {
        void from(Path artifact, Instant dataAt) throws IOException;
    }

    /**
     * Erases from each of the entries of a folder of models that is an artifact.
     *
     * @throws TrainingException where one is damaged, so that who was erased may still be in it; the others are done
     */
    static void eraseFromEach(Path models, List<Path> entries, Erasure erasure) {
        List<String> damaged = new ArrayList<>();
        for (Path artifact : entries) {
            try {
                if (ProvenanceFile.isThere(artifact) || areIn(artifact)) {
                    erasure.from(artifact, ProvenanceFile.dataAt(ProvenanceFile.read(artifact)));
                }
            } catch (IOException e) {
                damaged.add(artifact.getFileName() + ": " + e.getMessage());
            }
        }
        if (!damaged.isEmpty()) {
            throw new TrainingException("erased users may still be in artifacts that are damaged: "
                    + String.join("; ", damaged)
                    + ". Restore these from a backup or delete their folders in " + models + ", and start again");
        }
    }
}
