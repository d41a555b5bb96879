package dev.tessera.server.config;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration cannot be used. The message names every problem there is. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<ConfigProblem> problems;

    ConfigException(List<ConfigProblem> problems) {
        super(message(problems));
        this.problems = List.copyOf(problems);
    }

    private static String message(List<ConfigProblem> problems) {
        if (problems.size() == 1) {
            return problems.getFirst().toString();
        }
        return problems.stream()
                .map(p -> "  " + p)
                .collect(Collectors.joining("\n", "the configuration has " + problems.size() + " problems:\n", ""));
    }

    /** {@return all problems, in the order of the keys; unknown keys last} */
    public List<ConfigProblem> problems() {
        return problems;
    }

    /** {@return true where only flags are at fault, so that the call itself was wrong} */
    public boolean isWrongUsage() {
        return problems.stream().allMatch(p -> p.origin().equals(ConfigProblem.FLAG));
    }
}
