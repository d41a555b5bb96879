package dev.tessera.server.command;

import dev.tessera.training.publish.TrainedModel;
import dev.tessera.training.publish.TrainedModel.Metric;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What an evaluation prints: one run, or several with their mean. */
final class EvaluationReport {
    private EvaluationReport() {}

    /** {@return one run as the JSON contract of the commands has it} */
    static Map<String, Object> run(TrainedModel model, long seed) {
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("model", model.kind().key());
        run.put("identity", model.identity().key());
        run.put("version", model.version().value());
        run.put("seed", seed);
        run.put("epochs", model.provenance().epochs());
        run.put("secondsPerEpoch", model.provenance().secondsPerEpoch());
        run.put("parameters", model.parameters());
        run.put("itemParameters", model.itemParameters());
        run.put("validation", metrics(List.of(model), "validation"));
        run.put("test", metrics(List.of(model), "test"));
        run.put("provenance", model.provenance());
        return run;
    }

    /** {@return several runs of one model that differ in their seeds, and their mean} */
    static Map<String, Object> runs(List<TrainedModel> models, List<Long> seeds) {
        if (models.size() == 1) {
            return run(models.getFirst(), seeds.getFirst());
        }
        Map<String, Object> mean = new LinkedHashMap<>();
        mean.put(
                "epochs",
                models.stream().mapToInt(m -> m.provenance().epochs()).average().orElse(0));
        mean.put(
                "secondsPerEpoch",
                models.stream()
                        .mapToDouble(m -> m.provenance().secondsPerEpoch())
                        .average()
                        .orElse(0));
        mean.put("validation", metrics(models, "validation"));
        mean.put("test", metrics(models, "test"));
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("model", models.getFirst().kind().key());
        all.put("identity", models.getFirst().identity().key());
        all.put("parameters", models.getFirst().parameters());
        all.put("itemParameters", models.getFirst().itemParameters());
        all.put("mean", mean);
        all.put(
                "runs",
                java.util.stream.IntStream.range(0, models.size())
                        .mapToObj(k -> run(models.get(k), seeds.get(k)))
                        .toList());
        return all;
    }

    private static Map<String, Double> metrics(List<TrainedModel> models, String split) {
        Map<String, Double> means = new LinkedHashMap<>();
        for (TrainedModel model : models) {
            for (Metric metric : model.metrics()) {
                if (metric.split().equals(split)) {
                    means.merge(metric.name(), metric.value() / models.size(), Double::sum);
                }
            }
        }
        return means;
    }

    /** {@return a run in one line} */
    static String line(TrainedModel model) {
        return String.format(
                Locale.ROOT,
                "%s, identity %s: test recall@20 %.4f, ndcg@20 %.4f, precision@20 %.4f after %d epochs of %.2f s;"
                        + " %d numbers learned, %d of them for the items",
                model.kind().key(),
                model.identity().key(),
                metrics(List.of(model), "test").getOrDefault("recall@20", 0.0),
                metrics(List.of(model), "test").getOrDefault("ndcg@20", 0.0),
                metrics(List.of(model), "test").getOrDefault("precision@20", 0.0),
                model.provenance().epochs(),
                model.provenance().secondsPerEpoch(),
                model.parameters(),
                model.itemParameters());
    }
}
