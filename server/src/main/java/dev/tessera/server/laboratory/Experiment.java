package dev.tessera.server.laboratory;

import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.server.jobs.ModelTraining;
import dev.tessera.training.evaluate.Evaluator;
import dev.tessera.training.evaluate.PopularityGroups;
import dev.tessera.training.evaluate.TopLists;
import dev.tessera.training.publish.TrainedModel;
import dev.tessera.training.recommender.Factorised;
import dev.tessera.training.recommender.Scoring;
import dev.tessera.training.run.CheckpointStore;
import dev.tessera.training.run.TrainingListener;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;

/** Trains a study's candidates on its data and tests each, user by user and group by group. */
public final class Experiment {
    private final Study study;
    private final Dataset data;
    private final boolean keepVectors;
    private final Clock clock;
    private final PopularityGroups groups;

    /** @param keepVectors true where the report shows items by their vectors, which take memory */
    public Experiment(Study study, Dataset data, boolean keepVectors, Clock clock) {
        this.study = study;
        this.data = data;
        this.keepVectors = keepVectors;
        this.clock = clock;
        groups = PopularityGroups.of(data.plain().train());
    }

    /** {@return one training and its test} */
    public Run run(Candidate candidate, long seed, TrainingListener listener) {
        Subgraph subgraph = data.of(candidate);
        var curve = new Curve(listener);
        TrainedModel model = new ModelTraining(clock)
                .train(subgraph, candidate.config(seed), CheckpointStore.none(), curve)
                .withSettings(choices(candidate));
        TopLists lists = new Evaluator(subgraph.train()).rank(Scoring.of(model.form()), subgraph.test());
        boolean keep = keepVectors && seed == study.seeds().getFirst();
        return new Run(
                Figures.of(model, seed),
                lists.groups(groups),
                UserFigures.of(lists),
                curve.points(),
                keep && model.form() instanceof Factorised factorised ? factorised.embedding() : null);
    }

    /** What a model's own settings do not say: how the data was chosen, divided and cut into tokens. */
    private Map<String, Object> choices(Candidate candidate) {
        Map<String, Object> choices = new TreeMap<>(study.filter().setting());
        choices.put("split", study.split().key());
        if (candidate.usesTokens()) {
            Integer codes = candidate.codebook().codes();
            choices.put("slots", candidate.codebook().slots());
            choices.put("codes", codes == null ? "auto" : codes);
            choices.put("rotation", candidate.codebook().isRotated() ? "on" : "off");
        }
        return choices;
    }
}
