package dev.tessera.server.command;

import dev.tessera.cypher.Statement;
import java.io.PrintStream;
import java.util.Collection;

/** Prints what recipes there are. */
final class RecipeList {
    private RecipeList() {}

    static void print(Collection<Statement> recipes, PrintStream out) {
        for (Statement recipe : recipes) {
            out.println(recipe.name());
            out.println("    " + recipe.description() + (recipe.needsMirror() ? " Needs an active model." : ""));
            recipe.parameters()
                    .forEach((name, parameter) -> out.println(
                            "    --param " + name + "=" + parameter.example() + "  " + parameter.description()));
        }
    }
}
