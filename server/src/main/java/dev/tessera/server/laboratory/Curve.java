package dev.tessera.server.laboratory;

import dev.tessera.training.evaluate.Metrics;
import dev.tessera.training.run.TrainingListener;
import dev.tessera.training.run.TrainingProgress;
import dev.tessera.training.tensor.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Keeps every epoch of a training and passes it on. */
final class Curve implements TrainingListener {
    private final TrainingListener next;
    private final List<CurvePoint> points = new ArrayList<>();

    Curve(TrainingListener next) {
        this.next = next;
    }

    @Override
    public void onEpoch(TrainingProgress progress) {
        points.add(new CurvePoint(
                progress.epoch(), progress.loss(), progress.validation().get(Metrics.RECALL_20)));
        next.onEpoch(progress);
    }

    @Override
    public void onProfile(Map<Profile.Part, Double> seconds) {
        next.onProfile(seconds);
    }

    @Override
    public boolean isCancelled() {
        return next.isCancelled();
    }

    List<CurvePoint> points() {
        return List.copyOf(points);
    }
}
