package dev.tessera.server.graphql;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tessera.graphmodel.file.Durable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a statement that an analyst wrote: its beginning, without the values in it, which may name persons, and a hash
 * by which somebody who has the statement can tell that it was this one. Parameters are no part of it.
 */
final class AuditedStatement {
    private static final int SHOWN = 200;
    private static final int READ = 2_000;
    private static final int HASH_DIGITS = 16;
    private static final String VALUE = "...";

    /** Texts, as far as they go; names in backticks, which stay; comments; numbers. */
    private static final Pattern VALUES = Pattern.compile(
            "'(?:[^'\\\\]|\\\\.)*+(?:'|$)|\"(?:[^\"\\\\]|\\\\.)*+(?:\"|$)|(`[^`]*+(?:`|$))|//[^\\n\\r]*+|/\\*(?s:.*?)(?:\\*/|$)"
                    + "|(?<![\\p{L}\\p{N}_])\\p{N}[\\p{L}\\p{N}_.]*+");

    private static final Pattern SPACE = Pattern.compile("\\s+");

    private AuditedStatement() {}

    static @Nullable String of(@Nullable String statement) {
        if (statement == null) {
            return null;
        }
        String beginning = statement.substring(0, Math.min(statement.length(), READ));
        String shape = VALUES.matcher(beginning).replaceAll(value -> value.group(1) == null ? VALUE : "$1");
        String line = SPACE.matcher(shape).replaceAll(" ").strip();
        String shown = line.length() <= SHOWN ? line : line.substring(0, SHOWN) + VALUE;
        return shown + " sha256:" + Durable.sha256(statement.getBytes(UTF_8)).substring(0, HASH_DIGITS);
    }
}
