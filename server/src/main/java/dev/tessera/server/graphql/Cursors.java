package dev.tessera.server.graphql;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/** Writes positions in lists as opaque cursors and reads them back. A cursor of one list is refused by another. */
enum Cursors {
    /** Position: an item's id. */
    ITEM,
    /** Position: a token's id. */
    TOKEN,
    /** Position: time and id of an event. */
    EVENT,
    /** Position: a version. */
    MODEL,
    /** Position: a training run's id. */
    RUN,
    /** Position: how many entries came before and with it. */
    OFFSET;

    private static final char SEPARATOR = ':';

    String write(String position) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((name() + SEPARATOR + position).getBytes(UTF_8));
    }

    String write(int position) {
        return write(Integer.toString(position));
    }

    /**
     * {@return the position that was written}
     *
     * @throws RequestException where it is no cursor of this kind
     */
    String read(String cursor) {
        String text = decoded(cursor);
        String prefix = name() + SEPARATOR;
        if (!text.startsWith(prefix) || text.length() == prefix.length()) {
            throw malformed(cursor);
        }
        return text.substring(prefix.length());
    }

    /** As {@link #read}, for a count; 0 where there is no cursor. */
    int readOffset(PageRequest page) {
        String cursor = page.after();
        if (cursor == null) {
            return 0;
        }
        try {
            return Integer.parseUnsignedInt(read(cursor)) & Integer.MAX_VALUE;
        } catch (NumberFormatException e) {
            throw malformed(cursor);
        }
    }

    private static String decoded(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), UTF_8);
        } catch (IllegalArgumentException e) {
            throw malformed(cursor);
        }
    }

    static RequestException malformed(String cursor) {
        return RequestException.badInput("'after' was " + RequestException.quoted(cursor)
                + ", which is no cursor of this list. Pass the endCursor of the page before, or leave it out");
    }
}
