package dev.tessera.server.command;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Where the process begins. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        StandardError.restore();
        Logger.getLogger("").setLevel(Level.WARNING); // Lucene tells java.util.logging how fast it is, at every start
        System.exit(Verbs.run(List.of(args), Caller.ofProcess()));
    }
}
