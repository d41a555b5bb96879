package dev.tessera.server.metrics;

import dev.tessera.graphmodel.domain.ModelVersion;
import dev.tessera.graphmodel.store.EmbeddedGraph;
import dev.tessera.graphmodel.store.PageCacheUse;
import dev.tessera.server.jobs.RunProgress;
import dev.tessera.server.jobs.RunStatus;
import dev.tessera.server.jobs.TrainingJobs;
import dev.tessera.server.live.LiveChanges;
import dev.tessera.server.serving.ServedSnapshot;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** What the parts of a server know of themselves, read whenever somebody looks. */
public final class ServerGauges {
    private final ServerMetrics metrics;
    private final MultiGauge models;

    public ServerGauges(ServerMetrics metrics) {
        this.metrics = metrics;
        models = MultiGauge.builder("tessera.model.info")
                .description("1 for the version that is served")
                .register(metrics.registry());
    }

    /** Of what answers are made. */
    public void of(ServedSnapshot served) {
        metrics.gauge(
                "tessera.snapshot.load.age.seconds", "Since the snapshot was read from the graph", served::sinceLoad);
        metrics.gauge(
                "tessera.snapshot.change.age.seconds",
                "Since anything last changed in the snapshot",
                served::sinceChange);
        var catalogue = served.answers();
        metrics.gauge("tessera.snapshot.items", "Items served", () -> catalogue
                .catalogue()
                .size());
    }

    /** Of what applications change. */
    public void of(LiveChanges changes) {
        metrics.counter(
                "tessera.events.recorded", "Interactions recorded, duplicates left out", changes::eventsRecorded);
        metrics.gauge("tessera.changes.waiting", "Changes that wait for the writer", changes::waiting);
    }

    /** Of training in the background. */
    public void of(TrainingJobs jobs) {
        for (RunStatus status : RunStatus.values()) {
            if (status.isOver()) {
                metrics.counter(
                        "tessera.training.runs",
                        "Training runs that ended since the start, by status",
                        () -> jobs.ended(status),
                        "status",
                        status.name());
            }
        }
        metrics.gauge("tessera.training.waiting", "Training runs that wait", jobs::waiting);
        metrics.gauge("tessera.training.running", "1 while a run trains", () -> jobs.isTraining() ? 1 : 0);
        progress(jobs, "tessera.training.epoch", "The run's last finished epoch; NaN: none", RunProgress::epoch);
        progress(jobs, "tessera.training.loss", "Its loss", RunProgress::loss);
        progress(
                jobs,
                "tessera.training.validation.recall",
                "Its Recall@20 on the validation part",
                RunProgress::recall20);
    }

    private void progress(TrainingJobs jobs, String name, String description, ToDoubleFunction<RunProgress> value) {
        metrics.gauge(name, description, () -> {
            RunProgress last = jobs.lastProgress();
            return last == null ? Double.NaN : value.applyAsDouble(last);
        });
    }

    /** Of the store's pages in memory. */
    public void of(EmbeddedGraph graph) {
        Supplier<PageCacheUse> pages = graph::pageCache;
        metrics.counter("tessera.pagecache.hits", "Pages found in memory", () -> pages.get()
                .hits());
        metrics.counter("tessera.pagecache.faults", "Pages read from the disk", () -> pages.get()
                .faults());
        metrics.counter("tessera.pagecache.evictions", "Pages given up", () -> pages.get()
                .evictions());
        metrics.gauge("tessera.pagecache.usage", "Share of the page cache in use", () -> pages.get()
                .usage());
    }

    /** {@return all values now, in Prometheus' text format} */
    public String text(ServedSnapshot served) {
        ModelVersion version = served.version();
        models.register(
                List.of(MultiGauge.Row.of(Tags.of("version", version == null ? "none" : version.value()), 1)), true);
        return metrics.text();
    }
}
