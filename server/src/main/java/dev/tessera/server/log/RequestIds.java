package dev.tessera.server.log;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** The id of the request that a thread serves. It stands, as {@code requestId}, in all that is logged meanwhile. */
public final class RequestIds {
    /** The name in logs and in errors. */
    public static final String KEY = "requestId";

    /** What can go into a log or a header without harm. */
    private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /** Drawn once, so that the ids of one process are not those of another; drawing each would have requests wait for each other. */
    private static final String PROCESS = HexFormat.of().formatHex(new SecureRandom().generateSeed(8)) + "-";

    private static final AtomicLong NEXT = new AtomicLong(1);

    private RequestIds() {}

    /** {@return the id from now on: the given one where it is well formed, else a new one} */
    public static String begin(@Nullable String given) {
        String id = given != null && WELL_FORMED.matcher(given).matches() ? given : made();
        MDC.put(KEY, id);
        return id;
    }

    /** {@return the id of the request that this thread serves; a new one where it serves none} */
    public static String current() {
        String id = MDC.get(KEY);
        return id == null ? made() : id;
    }

    private static String made() {
        return PROCESS + NEXT.getAndIncrement();
    }

    /** The thread serves the request no more. */
    public static void end() {
        MDC.remove(KEY);
    }
}
