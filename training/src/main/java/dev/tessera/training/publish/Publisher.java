package dev.tessera.training.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tessera.graphmodel.domain.ModelVersion;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.GraphTransaction;
import dev.tessera.graphmodel.store.Row;
import dev.tessera.graphmodel.token.Codebooks;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings trained models into the graph. The one switch is the property {@code Model.active}, flipped in one transaction:
 * before it the old version is served, after it the new one, whatever happens to the process.
 */
public final class Publisher {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Graph graph;
    private final Artifacts artifacts;

    public Publisher(Graph graph, Artifacts artifacts) {
        this.graph = graph;
        this.artifacts = artifacts;
    }

    /** Writes the artifact, makes the version known, switches to it, and mirrors it on the nodes. */
    public void publish(TrainedModel model, PublicationListener listener) {
        keep(model, listener);
        switchTo(model.version());
        listener.reached(PublicationStep.AFTER_SWITCH);
        boolean isWhole = !artifacts.erased().isAnyErasedSince(model.dataAt());
        new ModelMirror(graph, listener).write(isWhole ? model : artifacts.read(model.version()));
    }

    /** Writes the artifact and makes the version known, without switching to it. */
    public void keep(TrainedModel model, PublicationListener listener) {
        write(model, listener);
        announce(model, false, tx -> {});
        listener.reached(PublicationStep.BEFORE_SWITCH);
    }

    /** Writes the artifact. Nobody knows of the version before it is announced. */
    public void write(TrainedModel model, PublicationListener listener) {
        artifacts.write(model, listener);
    }

    /**
     * Makes a version known whose artifact is written, and what belongs to that, in one transaction.
     *
     * @param activate whether to switch to it; the nodes mirror the one before until {@link #finishMirror} is called
     * @param together what is to be one fact with it
     */
    public void announce(TrainedModel model, boolean activate, Consumer<GraphTransaction> together) {
        Map<String, @Nullable Object> properties = describe(model);
        Map<String, Object> activation = activation(model.version());
        graph.execute(tx -> {
            tx.run("create_model", properties);
            if (activate) {
                tx.run("activate_model", activation);
            }
            together.accept(tx);
        });
    }

    /** Deletes an artifact that was written and not announced; one that the graph knows stays. */
    public void discardUnknown(ModelVersion version) {
        if (!knownVersions().contains(version.value())) {
            artifacts.delete(version);
        }
    }

    /**
     * Switches to a version that {@link #requireReadable} has looked at. The nodes mirror the one before until {@link
     * #finishMirror} is called.
     */
    public void switchTo(ModelVersion version) {
        Map<String, Object> activation = activation(version);
        graph.execute(tx -> tx.run("activate_model", activation));
    }

    /** {@return the version that was the active one before, or null where there was none} To return there goes further back. */
    public @Nullable ModelVersion beforeActive() {
        List<Row> before = graph.read(tx -> tx.run("model_before_active"));
        return before.isEmpty() ? null : new ModelVersion(before.getFirst().string("version"));
    }

    /** Switches back to {@link #beforeActive}, which {@link #requireReadable} has looked at. */
    public void returnTo(ModelVersion version) {
        graph.execute(tx -> tx.run("return_to_model", Map.of("version", version.value())));
    }

    /** Mirrors the active version on the nodes where that is not done yet. */
    public void finishMirror(PublicationListener listener) {
        ModelVersion pending = graph.read(Publisher::pending);
        if (pending != null) {
            new ModelMirror(graph, listener).write(artifacts.read(pending));
        }
    }

    /**
     * Goes on where a version can be switched to: the graph knows it, and its artifact is what was written.
     *
     * @throws IllegalArgumentException where the graph does not know it; the message lists those it knows
     * @throws dev.tessera.training.TrainingException where the artifact is damaged
     */
    public void requireReadable(ModelVersion version) {
        requireKnown(version);
        artifacts.verify(version);
    }

    private void requireKnown(ModelVersion version) {
        List<String> known = knownVersions();
        if (!known.contains(version.value())) {
            throw new IllegalArgumentException(
                    "there is no model version '" + version + "'. There are: " + String.join(", ", known));
        }
    }

    private List<String> knownVersions() {
        return graph.read(tx -> tx.run("model_versions")).stream()
                .map(r -> r.string("version"))
                .toList();
    }

    private static Map<String, Object> activation(ModelVersion version) {
        return Map.of("version", version.value(), "now", Instant.now());
    }

    /**
     * Deletes versions beyond the last few, with their artifacts and the codebooks that none of the others uses. The active one
     * stays in any case. What a killed process has begun, {@link #recover} ends.
     *
     * @param kept how many stay of those that were active, the last first, and of those that never were
     * @return the versions that are gone
     */
    public List<ModelVersion> prune(int kept) {
        graph.execute(tx -> tx.run("doom_models", Map.of("kept", kept)));
        return deleteDoomed();
    }

    private List<ModelVersion> deleteDoomed() {
        List<ModelVersion> doomed = graph.read(tx -> tx.run("doomed_models")).stream()
                .map(r -> new ModelVersion(r.string("version")))
                .toList();
        for (ModelVersion version : doomed) {
            artifacts.delete(version);
            graph.execute(tx -> tx.run("delete_model", Map.of("version", version.value())));
        }
        if (!doomed.isEmpty()) {
            graph.execute(tx -> tx.run("doom_codebooks"));
            Codebooks.deleteIncomplete(graph);
        }
        return doomed;
    }

    /**
     * Mends what a killed process left behind: removes drafts, sets artifacts aside that the graph does not know, finishes the
     * mirror of the active version, and erases whoever is on the list from every artifact. To be called once at start, before
     * serving.
     */
    public void recover() {
        artifacts.deleteDrafts();
        deleteDoomed();
        List<String> known = knownVersions();
        for (ModelVersion version : artifacts.versions()) {
            if (!known.contains(version.value())) {
                artifacts.setAside(version);
            }
        }
        try {
            finishMirror(PublicationListener.silent());
        } finally {
            artifacts.finishErasures(); // in any case: the active version may be the one that is damaged
        }
    }

    /** {@return the version to serve, or null where none was activated} */
    public @Nullable ModelVersion active() {
        List<Row> rows = graph.read(tx -> tx.run("active_model_version"));
        return rows.isEmpty() ? null : new ModelVersion(rows.getFirst().string("version"));
    }

    private static @Nullable ModelVersion pending(GraphTransaction tx) {
        List<Row> rows = tx.run("active_model_version");
        return rows.isEmpty() || !rows.getFirst().string("writeBack").equals("PENDING")
                ? null
                : new ModelVersion(rows.getFirst().string("version"));
    }

    private static Map<String, @Nullable Object> describe(TrainedModel model) {
        Map<String, @Nullable Object> properties = new HashMap<>();
        properties.put("version", model.version().value());
        properties.put("kind", model.kind().name());
        properties.put("identity", model.identity().name());
        properties.put("trainedAt", model.trainedAt());
        properties.put("parameters", model.parameters());
        properties.put("itemParameters", model.itemParameters());
        properties.put("metrics", json(model.metrics()));
        properties.put("config", json(model.provenance().configuration()));
        properties.put("provenance", json(model.provenance()));
        properties.put("codebook", model.provenance().codebook());
        properties.put("recall20", testMetric(model, "recall@20"));
        properties.put("ndcg20", testMetric(model, "ndcg@20"));
        return properties;
    }

    private static @Nullable Double testMetric(TrainedModel model, String name) {
        return model.metrics().stream()
                .filter(m -> m.split().equals("test") && m.name().equals(name))
                .map(TrainedModel.Metric::value)
                .findFirst()
                .orElse(null);
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of strings and numbers can always be written", e);
        }
    }
}
