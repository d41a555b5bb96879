package dev.tessera.server.command;

import dev.tessera.server.synthetic.Shape;
import dev.tessera.server.synthetic.SyntheticFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "generate",
        description =
                "Write a made-up shop of any size as a folder that tessera import reads: items with titles, categories and brands,"
                        + " and users whose tastes a model can learn. The same numbers give the same files.")
final class GenerateCommand implements Callable<Integer> {
    private static final int INTERACTIONS_OF_A_USER = 10;

    private final Host host;

    @Parameters(paramLabel = "DIR", description = "The folder to make: not there yet, or empty.")
    private String folder = "";

    @Option(names = "--items", required = true, paramLabel = "N", description = "How many items.")
    private int items;

    @Option(names = "--users", paramLabel = "N", description = "How many users (default: as many as items).")
    private @Nullable Integer users;

    @Option(
            names = "--interactions",
            paramLabel = "N",
            description =
                    "How many interactions, each of another pair of user and item (default: ten a user, where there are twenty items).")
    private @Nullable Integer interactions;

    @Option(
            names = "--text-features",
            paramLabel = "WIDTH",
            description = "Numbers of an item's text feature (default: 0, none; tokenize makes some of the titles).")
    private int text;

    @Option(
            names = "--image-features",
            paramLabel = "WIDTH",
            description = "Numbers of an item's image feature (default: 0, none).")
    private int image;

    @Option(names = "--seed", paramLabel = "N", description = "Of everything random (default: 1).")
    private long seed = 1;

    GenerateCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() {
        Caller caller = host.caller();
        Path target = caller.path(folder);
        UsageException.unlessInFolder(target);
        Shape shape = UsageException.unlessRefused(this::shape);
        try (var bar = new ProgressBar(caller, "rows")) {
            new SyntheticFolder(shape, bar::at).write(target);
        } catch (IOException e) {
            throw new UncheckedIOException(target + " cannot be written: " + e, e);
        }
        caller.out()
                .println("generated " + target + ": " + shape.users() + " users, " + shape.items() + " items, "
                        + shape.interactions() + " interactions");
        return ExitCode.DONE;
    }

    private Shape shape() {
        int visitors = users == null ? items : users;
        long events = interactions == null
                ? (long) Math.clamp(items / 2, 1, INTERACTIONS_OF_A_USER) * visitors
                : interactions;
        return new Shape(items, visitors, (int) Math.min(events, Integer.MAX_VALUE), text, image, seed);
    }
}
