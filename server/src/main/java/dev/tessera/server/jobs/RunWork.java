package dev.tessera.server.jobs;

import dev.tessera.graphmodel.domain.ModelVersion;
import dev.tessera.server.live.ReadOnlyException;
import dev.tessera.server.trace.Step;
import dev.tessera.training.TrainingException;
import dev.tessera.training.publish.Artifacts;
import dev.tessera.training.publish.TrainedModel;
import dev.tessera.training.run.TrainingConfig;
import dev.tessera.training.run.TrainingListener;
import dev.tessera.training.run.TrainingProgress;
import dev.tessera.training.tensor.Profile;
import dev.tessera.training.tensor.TensorEngine;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** What a run does: train, compare with the active version, keep what came of it, and serve it where that was asked for. */
final class RunWork {
    private final Artifacts artifacts;
    private final TrainingRuns runs;
    private final ModelVersions versions;
    private final GraphTraining training;
    private final TrainingSetup setup;
    private final PromotionGate gate;

    RunWork(
            Artifacts artifacts,
            TrainingRuns runs,
            ModelVersions versions,
            GraphTraining training,
            TrainingSetup setup) {
        this.artifacts = artifacts;
        this.runs = runs;
        this.versions = versions;
        this.training = training;
        this.setup = setup;
        this.gate = new PromotionGate(setup.policy().promotionMargin());
    }

    /**
     * Does all of it. The version, its switch and the end of the run are one fact in the graph.
     *
     * @return {@code SUCCEEDED} or {@code REJECTED}
     * @throws CancellationException where the listener asked for it, or the run was cancelled before its end was a fact
     * @throws ReadOnlyException where there is no room for what was learned; the run's last checkpoint stays
     */
    RunStatus run(TrainingRun run, TrainingListener listener) {
        TrainingOrder order = run.order();
        try (Step step = setup.tracing().begin("training run")) {
            step.with("tessera.run", run.id())
                    .with("tessera.model", order.kind().name())
                    .with("tessera.identity", order.identity().name());
            GraphTraining.Trained trained = trained(run, listener);
            while (true) {
                ModelVersion active = order.activate() ? versions.active() : null;
                String refusal = refusal(trained, order, active);
                if (listener.isCancelled()) {
                    throw new CancellationException("the run was cancelled after its last epoch");
                }
                ReadOnlyException.throwIf(setup.obstacle().get());
                boolean isDone = versions.undisturbed(() -> {
                    boolean isStillActive = !order.activate() || Objects.equals(active, versions.active());
                    if (isStillActive) {
                        publish(run, trained.model(), refusal);
                    }
                    return isStillActive;
                });
                if (isDone) {
                    return status(refusal);
                } // else somebody has switched meanwhile, and it is compared with that version
            }
        }
    }

    private static RunStatus status(@Nullable String refusal) {
        return refusal == null ? RunStatus.SUCCEEDED : RunStatus.REJECTED;
    }

    private GraphTraining.Trained trained(TrainingRun run, TrainingListener listener) {
        TrainingOrder order = run.order();
        TrainingConfig config = order.config(setup.deviceName());
        TensorEngine.useAtMost(setup.policy().threadsBesideServer());
        try (Step step = setup.tracing().part("train")) {
            return training.train(run.id(), config, order.filter(setup.data()), new Told(listener, step));
        }
    }

    private @Nullable String refusal(
            GraphTraining.Trained trained, TrainingOrder order, @Nullable ModelVersion active) {
        try (Step _ = setup.tracing().part("compare with the active version")) {
            return gate.refusal(
                    trained.model(),
                    trained.data(),
                    active == null ? null : artifacts.read(active),
                    order.minimumRecall20());
        } catch (TrainingException e) {
            return "it cannot be compared with the active version: " + e.getMessage();
        }
    }

    private void publish(TrainingRun run, TrainedModel model, @Nullable String refusal) {
        boolean isServed = refusal == null && run.order().activate();
        try (Step _ = setup.tracing().part("publish version")) {
            versions.publish(model, isServed, tx -> {
                if (TrainingRuns.isCancelled(tx, run.id())) {
                    throw new CancellationException("the run was cancelled before its version was a fact");
                }
                runs.end(tx, run.id(), status(refusal), refusal, model.version());
            });
        }
    }

    /** The same listener; the trace is told how many epochs there were, and what their time went to. */
    private record Told(TrainingListener listener, Step step) implements TrainingListener {
        @Override
        public void onEpoch(TrainingProgress progress) {
            listener.onEpoch(progress);
            step.with("tessera.epochs", progress.epoch());
        }

        @Override
        public void onProfile(Map<Profile.Part, Double> seconds) {
            listener.onProfile(seconds);
            seconds.forEach(
                    (part, spent) -> step.with("tessera.seconds." + part.name().toLowerCase(Locale.ROOT), spent));
        }

        @Override
        public boolean isCancelled() {
            return listener.isCancelled();
        }
    }
}
