package dev.tessera.server.command;

import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.server.serving.Outcome;
import dev.tessera.server.serving.RecommendationPage;
import dev.tessera.server.serving.RecommendationQuery;
import dev.tessera.server.serving.SnapshotAnswers;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "recommend", description = "Print recommendations for a user, and why.")
final class RecommendCommand implements Callable<Integer> {
    private final Host host;

    @Option(names = "--user", paramLabel = "ID", required = true, description = "The user's id.")
    private String user = "";

    @Option(names = "--first", paramLabel = "N", description = "How many, 1 to 200 (default: 10).")
    private int first = 10;

    @Option(names = "--explain", description = "Say for each item why.")
    private boolean explain;

    RecommendCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() {
        return host.inStore(this::run);
    }

    private int run(Workspace workspace) {
        SnapshotAnswers answers = workspace.served().answers();
        var query = new RecommendationQuery(new UserId(user), first, null, Set.of(), false);
        return switch (answers.recommend(query)) {
            case Outcome.Success<RecommendationPage> success -> {
                new Story(answers, workspace.caller().out())
                        .recommendations(new UserId(user), success.value(), explain);
                yield ExitCode.DONE;
            }
            case Outcome.BadInput<RecommendationPage> bad -> throw new UsageException("--" + bad.message());
            case Outcome.NotFound<RecommendationPage> none -> throw new IllegalArgumentException(none.message());
            case Outcome.Conflict<RecommendationPage> other -> throw new IllegalArgumentException(other.message());
            case Outcome.NoActiveModel<RecommendationPage> none -> throw new IllegalArgumentException(none.message());
        };
    }
}
