package dev.tessera.server.serving;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A place in a ranking, opaque to callers. A snapshot never changes, so the place and the question make the page.
 *
 * @param version the model version that ranked, or {@code none}
 * @param question a hash of the question's arguments
 * @param place how many items come before
 */
record Cursor(String version, int question, int place) {
    private static final String MARK = "r1";

    String encode() {
        String text = String.join("|", MARK, version, Integer.toHexString(question), Integer.toString(place));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    /** {@return the cursor, or null where the text is none} */
    static @Nullable Cursor decode(String text) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(text), UTF_8).split("\\|", -1);
            if (parts.length != 4 || !parts[0].equals(MARK)) {
                return null;
            }
            int place = Integer.parseInt(parts[3]);
            return place < 1 ? null : new Cursor(parts[1], Integer.parseUnsignedInt(parts[2], 16), place);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
