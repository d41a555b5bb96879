package dev.tessera.server.laboratory;

import dev.tessera.server.laboratory.Result.Spread;
import dev.tessera.training.evaluate.GroupRecall;
import dev.tessera.training.evaluate.PairedDifference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Results as the JSON contract of the commands has them: maps, lists, texts and numbers. */
public final class Documents {
    private Documents() {}

    /** {@return what a study found} */
    public static Map<String, @Nullable Object> of(Study study, List<Result> results) {
        Result first = results.getFirst();
        return switch (study.question()) {
            case SINGLE -> first.runs().size() == 1 ? run(first, first.runs().getFirst()) : single(first);
            case GRID -> grid(results);
            case COMPARISON -> comparison(results);
        };
    }

    /** {@return a trained model's figures} */
    public static Map<String, @Nullable Object> figures(Figures figures) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("model", figures.kind().key());
        document.put("identity", figures.identity().key());
        document.put("version", figures.version().value());
        document.put("seed", figures.seed());
        document.put("epochs", figures.provenance().epochs());
        document.put("secondsPerEpoch", figures.provenance().secondsPerEpoch());
        document.put("parameters", figures.parameters());
        document.put("itemParameters", figures.itemParameters());
        document.put("validation", figures.validation());
        document.put("test", figures.test());
        document.put("provenance", figures.provenance());
        return document;
    }

    private static Map<String, @Nullable Object> run(Result result, Run run) {
        Map<String, @Nullable Object> document = figures(run.figures());
        document.put("settings", result.candidate().settings());
        document.put("groups", run.groups().stream().map(Documents::group).toList());
        return document;
    }

    private static Map<String, @Nullable Object> group(GroupRecall group) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("group", group.group().key());
        document.put("items", group.items());
        document.put("testInteractions", group.interactions());
        document.put("users", group.users());
        document.put("recall@20", group.recall20());
        return document;
    }

    private static Map<String, @Nullable Object> single(Result result) {
        Map<String, @Nullable Object> document = head(result);
        document.putAll(body(result));
        return document;
    }

    private static Map<String, @Nullable Object> head(Result result) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("model", result.first().kind().key());
        document.put("identity", result.first().identity().key());
        return document;
    }

    private static Map<String, @Nullable Object> body(Result result) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("parameters", result.first().parameters());
        document.put("itemParameters", result.first().itemParameters());
        document.put("settings", result.candidate().settings());
        document.putAll(spread(result));
        document.put("runs", result.runs().stream().map(run -> run(result, run)).toList());
        return document;
    }

    private static Map<String, @Nullable Object> spread(Result result) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("mean", over(result, Spread::mean));
        if (result.runs().size() > 1) {
            document.put("deviation", over(result, Spread::deviation));
        }
        return document;
    }

    private static Map<String, Object> over(Result result, ToDoubleFunction<Spread> which) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put(
                "epochs", which.applyAsDouble(result.spread(f -> f.provenance().epochs())));
        document.put("secondsPerEpoch", which.applyAsDouble(result.spread(f -> f.provenance()
                .secondsPerEpoch())));
        document.put("validation", each(result.validation(), which));
        document.put("test", each(result.test(), which));
        return document;
    }

    private static Map<String, Double> each(Map<String, Spread> spreads, ToDoubleFunction<Spread> which) {
        Map<String, Double> values = new LinkedHashMap<>();
        spreads.forEach((metric, spread) -> values.put(metric, which.applyAsDouble(spread)));
        return values;
    }

    private static Map<String, @Nullable Object> grid(List<Result> results) {
        Map<String, @Nullable Object> document = head(results.getFirst());
        List<Map<String, @Nullable Object>> points = new ArrayList<>();
        for (Result result : results) {
            Map<String, @Nullable Object> point = body(result);
            point.put("point", result.candidate().point());
            points.add(point);
        }
        Result best = Result.chosen(results);
        Map<String, @Nullable Object> chosen = new LinkedHashMap<>();
        chosen.put("settings", best.candidate().settings());
        chosen.put("point", best.candidate().point());
        chosen.put("by", "mean validation recall@20");
        chosen.put("atEdgeOf", Grid.edges(results));
        chosen.putAll(spread(best));
        document.put("points", points);
        document.put("chosen", chosen);
        return document;
    }

    private static Map<String, @Nullable Object> comparison(List<Result> results) {
        Result first = results.getFirst();
        List<Map<String, @Nullable Object>> models = new ArrayList<>();
        for (Result result : results) {
            Map<String, @Nullable Object> model = new LinkedHashMap<>();
            model.put("name", result.candidate().name());
            model.putAll(single(result));
            if (!result.candidate().equals(first.candidate())) {
                model.put("overFirst", difference(result.over(first)));
            }
            models.add(model);
        }
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("first", first.candidate().name());
        document.put("models", models);
        return document;
    }

    private static Map<String, PairedDifference> difference(UserFigures.Difference difference) {
        Map<String, PairedDifference> document = new LinkedHashMap<>();
        document.put("recall@20", difference.recall20());
        document.put("ndcg@20", difference.ndcg20());
        return document;
    }
}
