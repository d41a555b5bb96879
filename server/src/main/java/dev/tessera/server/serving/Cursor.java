package dev.tessera.server.serving;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.ModelVersion;
import dev.tessera.server.serving.RecommendationPage.Moment;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A place in a ranking, opaque to callers and signed.
 *
 * @param moment what the first page was ranked by; later ones are ranked by the same
 * @param question a hash of the question's arguments
 * @param place how many items came before and with it
 */
record Cursor(Moment moment, long question, int place, Position position) {
    private static final int FORMAT = 3;

    /** Where the next page begins. */
    sealed interface Position {
        /** After an item that the model scored, or, by count, a popular one. */
        record After(boolean isPopular, float score, ItemId item) implements Position {}

        /**
         * After so many of the first items, re-ranked for diversity.
         *
         * @param order a hash of these items in their order
         */
        record Offset(int offset, long order) implements Position {}
    }

    /** {@return a hash that other arguments have only by chance} */
    static long hash(String canonicalQuestion) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(canonicalQuestion.getBytes(UTF_8));
            return java.nio.ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    String encode(CursorKey key) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeUTF(moment.load());
            out.writeUTF(moment.version() == null ? "" : moment.version().value());
            out.writeLong(moment.sequence());
            out.writeLong(question);
            out.writeInt(place);
            write(out, position);
        } catch (IOException e) {
            throw new UncheckedIOException("memory can always be written to", e);
        }
        bytes.writeBytes(key.sign(bytes.toByteArray()));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }

    private static void write(DataOutputStream out, Position position) throws IOException {
        switch (position) {
            case Position.After(boolean isPopular, float score, ItemId item) -> {
                out.writeByte(isPopular ? 1 : 0);
                out.writeFloat(score);
                out.writeUTF(item.value());
            }
            case Position.Offset(int offset, long order) -> {
                out.writeByte(2);
                out.writeInt(offset);
                out.writeLong(order);
            }
        }
    }

    /** {@return the cursor, or null where the text is none of this key} */
    static @Nullable Cursor decode(String text, CursorKey key) {
        try {
            byte[] all = Base64.getUrlDecoder().decode(text);
            int length = all.length - CursorKey.SIGNATURE_BYTES;
            if (length < 1) {
                return null;
            }
            byte[] message = Arrays.copyOf(all, length);
            byte[] signature = Arrays.copyOfRange(all, length, all.length);
            return MessageDigest.isEqual(signature, key.sign(message)) ? read(message) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable Cursor read(byte[] message) {
        try (var in = new DataInputStream(new ByteArrayInputStream(message))) {
            if (in.readByte() != FORMAT) {
                return null;
            }
            String load = in.readUTF();
            String version = in.readUTF();
            var moment = new Moment(load, version.isEmpty() ? null : new ModelVersion(version), in.readLong());
            return new Cursor(moment, in.readLong(), in.readInt(), position(in));
        } catch (IOException e) {
            return null;
        }
    }

    private static Position position(DataInputStream in) throws IOException {
        byte kind = in.readByte();
        return kind == 2
                ? new Position.Offset(in.readInt(), in.readLong())
                : new Position.After(kind == 1, in.readFloat(), new ItemId(in.readUTF()));
    }
}
