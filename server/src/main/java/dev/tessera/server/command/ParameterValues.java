package dev.tessera.server.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tessera.cypher.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From {@code --param} to what a statement is run with. */
final class ParameterValues {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_LONG_FOR_INTS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ParameterValues() {}

    /** {@return each value as JSON where it is JSON, else as text} */
    static Map<String, @Nullable Object> ofJson(Map<String, String> given) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        given.forEach((name, text) -> values.put(name, json(text)));
        return values;
    }

    private static @Nullable Object json(String text) {
        try {
            return JSON.readValue(text, Object.class);
        } catch (JsonProcessingException e) {
            return text;
        }
    }

    /**
     * {@return a recipe's values as text, because ids are text; its examples where none was given}
     *
     * @throws UsageException where the recipe has no such parameter
     */
    static Map<String, String> ofRecipe(Statement recipe, Map<String, String> given) {
        for (String name : given.keySet()) {
            requireKnown(recipe, name);
        }
        Map<String, String> values = missing(recipe, given);
        values.putAll(given);
        return values;
    }

    private static void requireKnown(Statement recipe, String name) {
        if (!recipe.parameters().containsKey(name)) {
            String known = recipe.parameters().isEmpty()
                    ? "no parameters"
                    : "the parameters " + String.join(", ", recipe.parameters().keySet());
            throw new UsageException("the recipe " + recipe.name() + " has " + known + ", and no '" + name + "'");
        }
    }

    /** {@return the examples of the parameters that were not given} */
    static Map<String, String> missing(Statement recipe, Map<String, String> given) {
        Map<String, String> examples = new LinkedHashMap<>();
        recipe.parameters().forEach((name, parameter) -> examples.put(name, parameter.example()));
        examples.keySet().removeAll(given.keySet());
        return examples;
    }
}
