package dev.tessera.training.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tessera.graphmodel.domain.CodebookId;
import dev.tessera.graphmodel.domain.Csr;
import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.domain.Features;
import dev.tessera.graphmodel.domain.IdIndex;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.domain.TokenId;
import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.graphmodel.token.TokenCodes;
import dev.tessera.training.publish.Provenance;
import dev.tessera.training.run.TrainingDataFile.Kept;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingDataFileTest {
    private static final Instant AT = Instant.parse("2026-01-31T12:00:00.123456789Z");

    @TempDir
    private Path folder;

    private static Subgraph data() {
        var users = IdIndex.of(List.of(new UserId("ann"), new UserId("Zoë"), new UserId("日本")));
        var items = IdIndex.of(List.of(new ItemId("a"), new ItemId("b")));
        var present = new BitSet();
        present.set(1);
        var codebook = new CodebookId("c1");
        var codes = new TokenCodes(
                codebook,
                List.of(new TokenId(codebook, Modality.TEXT, 0, 0), new TokenId(codebook, Modality.TEXT, 0, 1)),
                List.of(Modality.TEXT, Modality.TEXT),
                new int[] {0, TokenCodes.ABSENT, 1, 0});
        return new Subgraph(
                users,
                items,
                Csr.of(3, 2, new int[] {0, 0, 2}, new int[] {1, 0, 1}),
                Csr.of(3, 2, new int[] {1}, new int[] {0}),
                Csr.of(3, 2, new int[0], new int[0]),
                Map.of(
                        Modality.IMAGE,
                        new Features(new DenseMatrix(2, 2, new float[] {0, 0, -1.5f, Float.MIN_VALUE}), present)),
                codes);
    }

    private TrainingDataFile file() {
        return new TrainingDataFile(CheckpointFile.in(folder));
    }

    @Test
    void whatIsKeptComesBackToTheBit() {
        file().write("run", new Kept(AT, data()));
        Kept kept = file().read("run");
        assertThat(kept.at()).isEqualTo(AT);
        assertThat(kept.data().users().ids()).isEqualTo(data().users().ids());
        assertThat(kept.data().train()).isEqualTo(data().train());
        assertThat(kept.data().features().get(Modality.IMAGE).matrix())
                .isEqualTo(data().features().get(Modality.IMAGE).matrix());
        assertThat(Provenance.fingerprint(kept.data(), null)).isEqualTo(Provenance.fingerprint(data(), null));
    }

    @Test
    void whatBelongsToAnotherRunOrIsDamagedIsLeftAside() throws IOException {
        assertThat(file().read("run")).isNull();
        file().write("run", new Kept(AT, data()));
        assertThat(file().read("other")).isNull();

        Path path = TrainingDataFile.besides(CheckpointFile.in(folder));
        byte[] whole = Files.readAllBytes(path);
        for (int cut : List.of(0, 8, 20, whole.length / 2, whole.length - 1)) {
            Files.write(path, Arrays.copyOf(whole, cut));
            assertThat(file().read("run")).as("cut at " + cut).isNull();
        }
        for (int k = 0; k < whole.length; k++) {
            byte[] damaged = whole.clone();
            damaged[k] ^= 0x20;
            Files.write(path, damaged);
            assertThat(file().read("run")).as("byte " + k).isNull();
        }
    }

    @Test
    void itGoesWithTheCheckpoint() throws IOException {
        file().write("run", new Kept(AT, data()));
        assertThat(CheckpointFile.writtenAt(CheckpointFile.in(folder))).isNotNull();
        CheckpointFile.delete(CheckpointFile.in(folder));
        assertThat(folder).isEmptyDirectory();
        assertThat(CheckpointFile.writtenAt(CheckpointFile.in(folder))).isNull();
    }
}
