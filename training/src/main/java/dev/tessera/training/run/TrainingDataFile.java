package dev.tessera.training.run;

import dev.tessera.graphmodel.domain.CodebookId;
import dev.tessera.graphmodel.domain.Csr;
import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.domain.Features;
import dev.tessera.graphmodel.domain.IdIndex;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.domain.TokenId;
import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.graphmodel.file.Durable;
import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.graphmodel.token.TokenCodes;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a run trains on, kept beside its checkpoint: a killed run goes on with the data that it began with, though the graph
 * has changed since. It ends with a CRC-32C of all before it, so that a file that is cut short is never taken for data.
 */
public final class TrainingDataFile {
    private static final Logger LOG = LoggerFactory.getLogger(TrainingDataFile.class);
    private static final long MAGIC = 0x5445_5353_4552_4401L;

    private final Path file;

    /** @param checkpoint the run's checkpoint, which it lies beside */
    public TrainingDataFile(Path checkpoint) {
        this.file = besides(checkpoint);
    }

    /**
     * What was kept.
     *
     * @param at not after the moment at which the data was read from the graph
     */
    public record Kept(Instant at, Subgraph data) {}

    static Path besides(Path checkpoint) {
        return checkpoint.resolveSibling("training.data");
    }

    private static Path partOf(Path file) {
        return file.resolveSibling(file.getFileName() + ".part");
    }

    /** Deletes the file, and what a killed process had written of it; one that is not there is fine. */
    static void delete(Path file) throws IOException {
        Files.deleteIfExists(partOf(file));
        Files.deleteIfExists(file);
    }

    /** Keeps a run's data in place of what was there. Where that fails the run itself is sound; it could not be gone on with. */
    public void write(String run, Kept kept) {
        Path aside = partOf(file);
        try {
            var crc = new CRC32C();
            try (var buffered = new BufferedOutputStream(Files.newOutputStream(aside), 1 << 16);
                    var out = new DataOutputStream(new CheckedOutputStream(buffered, crc))) {
                write(out, run, kept);
                out.writeLong(crc.getValue());
            }
            Durable.force(aside);
            Durable.rename(aside, file);
        } catch (IOException e) {
            Durable.discard(aside, e);
            LOG.warn("the data of training run {} cannot be kept in {}: {}", run, file, e.toString());
        }
    }

    /** {@return what was kept of a run, or null where that is not there or not whole} */
    public @Nullable Kept read(String run) {
        if (!Files.exists(file)) {
            return null;
        }
        try {
            requireWhole();
            try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
                return in.readLong() == MAGIC && text(in).equals(run) ? read(in) : null;
            }
        } catch (IOException e) {
            LOG.warn("the data of training run {} in {} cannot be used: {}. It is read anew", run, file, e.toString());
            return null;
        }
    }

    /** {@return the run that the file belongs to, or null where there is none, or it does not say} */
    public @Nullable String owner() {
        if (!Files.exists(file)) {
            return null;
        }
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            return in.readLong() == MAGIC ? text(in) : null;
        } catch (IOException e) {
            LOG.warn("{} cannot be read: {}", file, e.toString());
            return null;
        }
    }

    private void requireWhole() throws IOException {
        long length = Files.size(file) - Long.BYTES;
        if (length < Long.BYTES) {
            throw new IOException("it is cut short");
        }
        var crc = new CRC32C();
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            byte[] piece = new byte[1 << 16];
            for (long left = length; left > 0; left -= piece.length) {
                int size = (int) Math.min(left, piece.length);
                in.readFully(piece, 0, size);
                crc.update(piece, 0, size);
            }
            if (in.readLong() != crc.getValue()) {
                throw new IOException("its checksum does not fit its content");
            }
        }
    }

    private static void write(DataOutputStream out, String run, Kept kept) throws IOException {
        Subgraph data = kept.data();
        out.writeLong(MAGIC);
        text(out, run);
        text(out, kept.at().toString());
        texts(out, data.users().ids(), UserId::value);
        texts(out, data.items().ids(), ItemId::value);
        for (Csr part : List.of(data.train(), data.validation(), data.test())) {
            numbers(out, part.offsets());
            numbers(out, part.columns());
        }
        out.writeInt(data.features().size());
        for (Map.Entry<Modality, Features> each : data.features().entrySet()) {
            text(out, each.getKey().name());
            DenseMatrix matrix = each.getValue().matrix();
            out.writeInt(matrix.rows());
            out.writeInt(matrix.columns());
            for (float value : matrix.values()) {
                out.writeFloat(value);
            }
            for (int row = 0; row < matrix.rows(); row++) {
                out.writeBoolean(each.getValue().isPresent(row));
            }
        }
        TokenCodes codes = data.codes();
        out.writeBoolean(codes != null);
        if (codes != null) {
            text(out, codes.codebook().value());
            texts(out, codes.tokens(), TokenId::toString);
            texts(out, codes.modalities(), Modality::name);
            int[] rows = new int[codes.items() * codes.positions()];
            for (int k = 0; k < rows.length; k++) {
                rows[k] = codes.token(k / codes.positions(), k % codes.positions());
            }
            numbers(out, rows);
        }
    }

    private static Kept read(DataInputStream in) throws IOException {
        Instant at = Instant.parse(text(in));
        IdIndex<UserId> users = IdIndex.of(texts(in, UserId::new));
        IdIndex<ItemId> items = IdIndex.of(texts(in, ItemId::new));
        Csr train = part(in, users.size(), items.size());
        Csr validation = part(in, users.size(), items.size());
        Csr test = part(in, users.size(), items.size());
        Map<Modality, Features> features = new EnumMap<>(Modality.class);
        int modalities = in.readInt();
        for (int k = 0; k < modalities; k++) {
            features.put(Modality.valueOf(text(in)), features(in));
        }
        TokenCodes codes = in.readBoolean()
                ? new TokenCodes(
                        new CodebookId(text(in)), texts(in, TokenId::parse), texts(in, Modality::valueOf), numbers(in))
                : null;
        return new Kept(at, new Subgraph(users, items, train, validation, test, features, codes));
    }

    private static Features features(DataInputStream in) throws IOException {
        int rows = in.readInt();
        int columns = in.readInt();
        float[] values = new float[Math.multiplyExact(rows, columns)];
        for (int k = 0; k < values.length; k++) {
            values[k] = in.readFloat();
        }
        var present = new BitSet();
        for (int row = 0; row < rows; row++) {
            present.set(row, in.readBoolean());
        }
        return new Features(new DenseMatrix(rows, columns, values), present);
    }

    private static Csr part(DataInputStream in, int users, int items) throws IOException {
        int[] offsets = numbers(in);
        int[] columns = numbers(in);
        int[] rows = new int[columns.length];
        for (int user = 0; user < users; user++) {
            Arrays.fill(rows, offsets[user], offsets[user + 1], user);
        }
        return Csr.of(users, items, rows, columns);
    }

    private static <T> void texts(DataOutputStream out, List<T> values, Function<T, String> text) throws IOException {
        out.writeInt(values.size());
        for (T value : values) {
            text(out, text.apply(value));
        }
    }

    private static <T> List<T> texts(DataInputStream in, Function<String, T> parser) throws IOException {
        int count = in.readInt();
        List<T> values = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            values.add(parser.apply(text(in)));
        }
        return values;
    }

    private static void text(DataOutputStream out, String value) throws IOException {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }

    private static void numbers(DataOutputStream out, int[] values) throws IOException {
        out.writeInt(values.length);
        for (int value : values) {
            out.writeInt(value);
        }
    }

    private static int[] numbers(DataInputStream in) throws IOException {
        int[] values = new int[in.readInt()];
        for (int k = 0; k < values.length; k++) {
            values[k] = in.readInt();
        }
        return values;
    }
}
