package dev.tessera.server.synthetic;

import java.util.Locale;

/**
 * How large a made-up shop is.
 *
 * @param items how many, 2 or more
 * @param users how many; each has an interaction at least
 * @param interactions how many, each another pair of user and item
 * @param textWidth numbers of an item's text feature; 0: no text features
 * @param imageWidth numbers of an item's image feature; 0: no image features
 * @param seed of everything random: equal shapes give equal shops, byte by byte
 */
public record Shape(int items, int users, int interactions, int textWidth, int imageWidth, long seed) {
    private static final int MOST = 100_000_000;
    private static final int WIDEST = 8_192;

    public Shape {
        require(items >= 2 && items <= MOST, "items", items, "2 to " + MOST);
        require(users >= 1 && users <= MOST, "users", users, "1 to " + MOST);
        require(textWidth >= 0 && textWidth <= WIDEST, "text-features", textWidth, "0 to " + WIDEST);
        require(imageWidth >= 0 && imageWidth <= WIDEST, "image-features", imageWidth, "0 to " + WIDEST);
        long most = Math.min(Integer.MAX_VALUE, (long) users * mostOfOneUser(items));
        require(
                interactions >= users && interactions <= most,
                "interactions",
                interactions,
                users + " to " + most + " for " + users + " users and " + items
                        + " items: each user has one, and half of the items at most");
    }

    /** {@return how many interactions the most eager user may have} */
    int mostOfOneUser() {
        return mostOfOneUser(items);
    }

    private static int mostOfOneUser(int items) {
        return items / 2;
    }

    private static void require(boolean holds, String name, int value, String valid) {
        if (!holds) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, "%s must be %s, was %d", name, valid, value));
        }
    }
}
