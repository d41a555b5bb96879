package dev.tessera.server.command;

import dev.tessera.graphmodel.token.CodebookSize;
import dev.tessera.graphmodel.token.TokenizeReport;
import dev.tessera.graphmodel.token.Tokenizer;
import java.io.PrintStream;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "tokenize",
        description =
                "Make features of the items' texts and pictures where none were given, learn a new codebook from the"
                        + " features, and give every item its tokens. The codebook in"
                        + " use stays in use until a model trained on the new one is active.")
final class TokenizeCommand implements Callable<Integer> {
    private final Host host;

    @Option(names = "--slots", paramLabel = "N", description = "Tokens an item has in each modality (default: 8).")
    private int slots = 8;

    @Option(
            names = "--codes",
            paramLabel = "N",
            description = "Tokens to choose from in each slot (default: as many as the items can teach, at most 256).")
    private @Nullable Integer codes;

    @Option(
            names = "--rotate",
            description =
                    "Turn the features before they are cut into pieces, so that the pieces are independent (OPQ).")
    private boolean rotate;

    @Option(names = "--seed", paramLabel = "N", description = "Where the search for centroids starts (default: 42).")
    private long seed = 42;

    TokenizeCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() {
        CodebookSize size = size();
        return host.inStore(workspace -> run(size, workspace));
    }

    private CodebookSize size() {
        try {
            return new CodebookSize(slots, codes, rotate);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--" + e.getMessage());
        }
    }

    private int run(CodebookSize size, Workspace workspace) {
        workspace.room().require();
        TokenizeReport report = tokenized(size, workspace);
        workspace.served().reload();
        PrintStream out = workspace.caller().out();
        report.encoded().forEach(outcome -> EncodingText.print(outcome, out));
        out.println(
                "codebook " + report.codebook() + ": " + report.tokens() + " tokens on " + report.items() + " items");
        return ExitCode.DONE;
    }

    private TokenizeReport tokenized(CodebookSize size, Workspace workspace) {
        try (var encoders = ConfiguredEncoders.open(workspace.config().encoders())) {
            return new Tokenizer(workspace.graph(), Clock.systemUTC(), seed, encoders.choices()).tokenize(size);
        }
    }
}
