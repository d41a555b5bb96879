package dev.tessera.cypher;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One {@code .cypher} file: its leading comment says what it does and names its parameters, the rest is Cypher.
 *
 * <pre>
 * // Items that share the most tokens with one item.
 * // &#64;param item = 0      the item to start from
 * // &#64;needs mirror         only while the learned properties on the nodes are complete
 * MATCH ...
 * </pre>
 *
 * @param name the file's name without {@code .cypher}
 * @param description the leading comment without its {@code @} lines
 * @param parameters parameter name to its documentation, in the file's order; documented for recipes only
 * @param needsMirror true where the statement reads embeddings from nodes
 * @param text the Cypher itself, comments included
 */
public record Statement(
        String name, String description, Map<String, Parameter> parameters, boolean needsMirror, String text) {

    /**
     * A documented parameter of a recipe.
     *
     * @param example a value to try, used when a person gives none
     * @param description what it means
     */
    public record Parameter(String example, String description) {}

    private static final String COMMENT = "//";
    private static final String PARAM = "@param ";
    private static final String NEEDS_MIRROR = "@needs mirror";

    public Statement {
        parameters = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    static Statement parse(String name, String text) {
        List<String> description = new ArrayList<>();
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        boolean needsMirror = false;
        for (String line : text.lines().takeWhile(l -> l.startsWith(COMMENT)).toList()) {
            String comment = line.substring(COMMENT.length()).strip();
            if (comment.startsWith(PARAM)) {
                readParameter(name, comment.substring(PARAM.length()), parameters);
            } else if (comment.startsWith(NEEDS_MIRROR)) {
                needsMirror = true;
            } else {
                description.add(comment);
            }
        }
        return new Statement(name, String.join(" ", description), parameters, needsMirror, text);
    }

    private static void readParameter(String file, String line, Map<String, Parameter> into) {
        String[] words = line.split("\\s+", 4);
        if (words.length != 4 || !words[1].equals("=")) {
            throw new IllegalStateException(
                    file + ".cypher: expected '@param name = example description', found '" + line + "'");
        }
        into.put(words[0], new Parameter(words[2], words[3]));
    }
}
