package dev.tessera.server.config;

/**
 * Something wrong with one setting.
 *
 * @param key the key, or the variable where it names none
 * @param value what was given
 * @param origin the file, the variable or {@value #FLAG}
 * @param reason what would be valid
 */
public record ConfigProblem(String key, String value, String origin, String reason) {
    static final String FLAG = "the command line";

    @Override
    public String toString() {
        return key + " = " + value + " (from " + origin + "): " + reason;
    }
}
