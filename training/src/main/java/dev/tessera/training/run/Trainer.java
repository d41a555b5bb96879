package dev.tessera.training.run;

import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.training.TrainingException;
import dev.tessera.training.evaluate.Evaluator;
import dev.tessera.training.evaluate.Metrics;
import dev.tessera.training.recommender.Factorised;
import dev.tessera.training.recommender.FeatureReduction;
import dev.tessera.training.recommender.ItemEncoder;
import dev.tessera.training.recommender.Recommender;
import dev.tessera.training.recommender.Recommenders;
import dev.tessera.training.recommender.ReducingEncoder;
import dev.tessera.training.recommender.Scoring;
import dev.tessera.training.recommender.ServingForm;
import dev.tessera.training.tensor.Parameters;
import dev.tessera.training.tensor.Profile;
import dev.tessera.training.tensor.TensorEngine;
import java.util.List;
import java.util.concurrent.CancellationException;

/** Trains a model on a subgraph until validation Recall@20 no longer rises, and keeps the best epoch. */
public final class Trainer {
    private final Subgraph subgraph;
    private final List<FeatureReduction> reductions;
    private final TrainingConfig config;
    private final CheckpointStore checkpoints;
    private final TrainingListener listener;
    private final Evaluator evaluator;

    /**
     * @param checkpoints where the run's state is kept after each epoch; a run that finds its own state goes on from it
     */
    public Trainer(Subgraph subgraph, TrainingConfig config, CheckpointStore checkpoints, TrainingListener listener) {
        FeaturePreparation.Prepared prepared = config.features().of(subgraph, config.seed());
        this.subgraph = prepared.subgraph();
        reductions = prepared.reductions();
        this.config = config;
        this.checkpoints = checkpoints;
        this.listener = listener;
        this.evaluator = new Evaluator(subgraph.train());
    }

    /**
     * Runs to the end.
     *
     * @throws IllegalArgumentException where there is nothing to learn from or to choose by
     * @throws TrainingException where the loss stops being a number
     * @throws CancellationException where the listener asked for it
     */
    public TrainingResult run() {
        requireParts();
        ServingForm counted = Recommenders.count(config.model(), subgraph);
        if (counted != null) {
            return result(counted, new Clocked(), 0, 0, 0, "none");
        }
        try (ProcessEnd.Run _ = ProcessEnd.run();
                TensorEngine engine = TensorEngine.open(config.device())) {
            var parameters = new Parameters(engine, config.seed());
            Recommender model = Recommenders.create(config.model(), subgraph, parameters);
            var loop = new EpochLoop(subgraph, config, model, listener);
            var stopping = new EarlyStopping(parameters, config.patience());
            var clocked = new Clocked();
            Profile profile = engine.profile();
            int epoch = checkpoints.restore(loop.adam(), stopping, parameters);
            boolean stop = epoch >= config.epochs() || stopping.isOver(epoch);
            while (!stop) {
                epoch++;
                stop = runEpoch(epoch, loop, stopping, clocked) || epoch == config.epochs();
                try (Profile.Timing _ = profile.begin(Profile.Part.CHECKPOINT)) {
                    checkpoints.save(epoch, loop.adam(), stopping, parameters);
                }
            }
            stopping.restoreBest();
            listener.onProfile(profile.seconds());
            clocked.epochs = epoch;
            return result(
                    takingWhole(model.export()),
                    clocked,
                    stopping.bestEpoch(),
                    parameters.size(),
                    model.itemParameters(),
                    engine.deviceName());
        }
    }

    /** {@return the form, made to encode new items whose features are as they are in the graph} */
    private Factorised takingWhole(Factorised form) {
        ItemEncoder encoder = form.encoder();
        return encoder == null || reductions.isEmpty() ? form : form.with(new ReducingEncoder(reductions, encoder));
    }

    private boolean runEpoch(int epoch, EpochLoop loop, EarlyStopping stopping, Clocked clocked) {
        long started = System.nanoTime();
        double loss = loop.run(epoch);
        clocked.add(System.nanoTime() - started);
        Metrics validation = validate(loop.model());
        boolean stop = stopping.stopAfter(epoch, validation.get(Metrics.RECALL_20));
        int left = Math.min(config.epochs() - epoch, stopping.bestEpoch() + config.patience() - epoch);
        listener.onEpoch(new TrainingProgress(
                epoch, config.epochs(), loss, validation, clocked.perEpoch(), left * clocked.perEpoch()));
        return stop;
    }

    private Metrics validate(Recommender model) {
        Profile profile = model.parameters().engine().profile();
        try (Profile.Timing _ = profile.begin(Profile.Part.VALIDATION)) {
            return evaluator.evaluate(model.scoring(), subgraph.validation());
        }
    }

    private TrainingResult result(
            ServingForm form, Clocked clocked, int bestEpoch, long parameters, long itemParameters, String device) {
        Scoring scoring = Scoring.of(form);
        return new TrainingResult(
                form,
                clocked.epochs,
                bestEpoch,
                clocked.perEpoch(),
                parameters,
                itemParameters,
                evaluator.evaluate(scoring, subgraph.validation()),
                evaluator.evaluate(scoring, subgraph.test()),
                device);
    }

    private void requireParts() {
        if (subgraph.train().size() == 0) {
            throw new IllegalArgumentException("there is no training interaction to learn from. Import some first");
        }
        if (subgraph.validation().size() == 0 || subgraph.test().size() == 0) {
            throw new IllegalArgumentException("training needs interactions to validate and to test on; there are "
                    + subgraph.validation().size() + " and " + subgraph.test().size() + " beside "
                    + subgraph.train().size() + " to learn from. Import more, or label them");
        }
    }

    /** Wall time of training alone. */
    private static final class Clocked {
        private int epochs;
        private int measured;
        private long nanos;

        void add(long more) {
            measured++;
            nanos += more;
        }

        double perEpoch() {
            return measured == 0 ? 0 : nanos / 1e9 / measured;
        }
    }
}
