package dev.tessera.server.graphql;

import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.ModelVersion;
import dev.tessera.graphmodel.domain.TokenId;
import dev.tessera.graphmodel.domain.UserId;
import dev.tessera.server.explain.Explanation;
import dev.tessera.server.serving.Outcome;
import dev.tessera.server.serving.Question;
import dev.tessera.server.serving.RecommendationPage;
import dev.tessera.server.serving.RecommendationQuery;
import dev.tessera.server.serving.ServedSnapshot;
import dev.tessera.server.serving.SnapshotAnswers;
import dev.tessera.training.TrainingException;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What another version changes for a user. */
final class DiffFetchers implements Fetchers {
    private static final Logger LOG = LoggerFactory.getLogger(DiffFetchers.class);

    private final ServedSnapshot served;
    private final ModelQueries models;

    DiffFetchers(ServedSnapshot served, ModelQueries models) {
        this.served = served;
        this.models = models;
    }

    /** The components are the fields of the API. */
    record Diff(List<Suggestion> entered, List<Suggestion> left, List<Shift> tokens) {}

    /** What a token contributes, in the mean over each list. */
    record Shift(TokenId token, double before, double after) {}

    @Override
    public void wire(RuntimeWiring.Builder wiring) {
        wiring.type("Query", t -> t.dataFetcher("modelDiff", this::diff));
        wiring.type(
                "TokenShift",
                t -> t.dataFetcher("token", env -> {
                    TokenId token = Arguments.source(env, Shift.class).token();
                    return Batches.TOKENS.load(env, token);
                }));
    }

    private CompletableFuture<Diff> diff(DataFetchingEnvironment env) {
        int first = Arguments.first(env);
        Question question = Question.of(Arguments.id(env, "userId", UserId::new));
        Side from = side(version(env, "from"), question, first);
        Side to = side(version(env, "to"), question, first);
        List<Shift> shifts = shifts(from, to, first);
        // tokens of a codebook that is gone are told of no more
        List<TokenId> tokens = shifts.stream().map(Shift::token).toList();
        return Batches.TOKENS.loadAll(env, tokens).thenApply(found -> {
            Set<TokenId> known = found.stream().map(TokenView::id).collect(Collectors.toSet());
            List<Shift> told =
                    shifts.stream().filter(s -> known.contains(s.token())).toList();
            return new Diff(to.without(from), from.without(to), told);
        });
    }

    private ModelVersion version(DataFetchingEnvironment env, String name) {
        ModelVersion version = Arguments.id(env, name, ModelVersion::new);
        if (!models.byVersion(Set.of(version)).containsKey(version)) {
            throw new RequestException(
                    ErrorCode.NOT_FOUND,
                    "'" + name + "': there is no model version " + RequestException.quoted(version.value())
                            + ". See models");
        }
        return version;
    }

    /** What one version would recommend. */
    private record Side(RecommendationPage page, Map<TokenId, Double> tokens) {
        List<Suggestion> without(Side other) {
            Set<ItemId> known = new HashSet<>();
            other.page.entries().forEach(entry -> known.add(entry.item()));
            return page.entries().stream()
                    .filter(entry -> !known.contains(entry.item()))
                    .map(entry -> Suggestion.compared(page, entry))
                    .toList();
        }
    }

    private Side side(ModelVersion version, Question question, int first) {
        SnapshotAnswers answers = answers(version);
        RecommendationPage page =
                Outcomes.valueOf(answers.recommend(new RecommendationQuery(question, first, null, 0)));
        Map<TokenId, Double> tokens = new HashMap<>();
        for (Outcome<Explanation> outcome : answers.explain(question, page.moment(), page.entries())) {
            for (Explanation.TokenPart part : Outcomes.valueOf(outcome).tokens()) {
                tokens.merge(part.token(), part.contribution() / page.entries().size(), Double::sum);
            }
        }
        return new Side(page, tokens);
    }

    private SnapshotAnswers answers(ModelVersion version) {
        try {
            return served.answersOf(version);
        } catch (TrainingException e) {
            LOG.warn("a version cannot be compared: {}", e.getMessage());
            throw new RequestException(
                    ErrorCode.CONFLICT,
                    "the files of version '" + version + "' are damaged; the server's log says how");
        }
    }

    private static List<Shift> shifts(Side from, Side to, int first) {
        Set<TokenId> all = new HashSet<>(from.tokens().keySet());
        all.addAll(to.tokens().keySet());
        List<Shift> shifts = new ArrayList<>();
        for (TokenId token : all) {
            shifts.add(new Shift(
                    token, from.tokens().getOrDefault(token, 0.0), to.tokens().getOrDefault(token, 0.0)));
        }
        shifts.sort(Comparator.comparingDouble((Shift s) -> -Math.abs(s.after() - s.before()))
                .thenComparing(s -> s.token().toString()));
        return List.copyOf(shifts.subList(0, Math.min(first, shifts.size())));
    }
}
