package dev.tessera.graphmodel.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A data folder in MMRec's layout, which a test fills. */
record ToyFolder(Path path) {
    Path file(String name) {
        return path.resolve(name);
    }

    Path write(String name, String... lines) throws IOException {
        return Files.writeString(file(name), String.join("\n", lines) + "\n");
    }

    /** {@return the folder as it is} */
    EventSource source() {
        return EventSource.of(path);
    }

    /** {@return the folder filled: two users, three items, of which item 2 has neither a row in items.tsv nor an interaction} */
    List<EventSource> sources() throws IOException {
        write(
                "toys.inter",
                "userID\titemID\trating\ttimestamp\tx_label",
                "ada\t0\t4.5\t60\t0",
                "ada\t1\t3\t0\t2",
                "bob\t1\t1\t0\t1");
        write(
                "items.tsv",
                "itemID\tmovieId\ttitle\tgenres\tbrand\ttags",
                "0\t17\tBall\tred|round\tAcme\tnew;fun",
                "1\t18\tCube\tred\t\t");
        Files.write(file("text_feat.npy"), NpyBytes.floats(3, 2, 1, 2, 3, 4, 5, 6));
        return List.of(source());
    }
}
