package dev.tessera.server.command;

import java.util.List;

/** Where the process begins. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        StandardError.restore();
        System.exit(Verbs.run(List.of(args), Caller.ofProcess()));
    }
}
