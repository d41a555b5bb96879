package dev.tessera.server.laboratory;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** Seeds as people write them: {@code 1..5} or {@code 1,2,7}. */
public final class Seeds {
    /** What is run where nobody says otherwise. */
    public static final List<Long> STANDARD = List.of(1L, 2L, 3L);

    private static final int MOST = 100;

    private Seeds() {}

    /**
     * {@return the seeds that a text names}
     *
     * @throws IllegalArgumentException where it names none, one twice, or more than a hundred
     */
    public static List<Long> parse(String text) {
        List<Long> seeds = text.contains("..") ? range(text) : list(text);
        if (seeds.stream().distinct().count() < seeds.size()) {
            throw new IllegalArgumentException("--seeds " + text + " names a seed twice");
        }
        return seeds;
    }

    private static List<Long> range(String text) {
        String[] ends = text.split("\\.\\.", -1);
        if (ends.length != 2) {
            throw wrong(text);
        }
        long first = seed(ends[0], text);
        long last = seed(ends[1], text);
        if (last < first) {
            throw new IllegalArgumentException("--seeds " + text + " is empty. Maybe " + last + ".." + first + "?");
        }
        if (last - first >= MOST) {
            throw new IllegalArgumentException("--seeds " + text + " are more than " + MOST);
        }
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    private static List<Long> list(String text) {
        return Arrays.stream(text.split(",", -1)).map(one -> seed(one, text)).toList();
    }

    private static long seed(String one, String text) {
        try {
            return Long.parseLong(one.strip());
        } catch (NumberFormatException e) {
            throw wrong(text);
        }
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException("--seeds should be like 1..5 or 1,2,7, was '" + text + "'");
    }
}
