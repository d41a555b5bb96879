package dev.tessera.server.graphql;

import dev.tessera.graphmodel.domain.ModelVersion;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.Row;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what the graph knows of models. */
final class ModelQueries {
    private final Graph graph;

    ModelQueries(Graph graph) {
        this.graph = graph;
    }

    Map<ModelVersion, ModelView> byVersion(Set<ModelVersion> versions) {
        Map<String, Object> parameters =
                Map.of("versions", versions.stream().map(ModelVersion::value).toList());
        Map<ModelVersion, ModelView> found = new HashMap<>();
        for (Row row : graph.read(tx -> tx.run("models_by_version", parameters))) {
            ModelView model = model(row);
            found.put(model.version(), model);
        }
        return found;
    }

    /** {@return the active model's version, or null where none is active} */
    @Nullable
    ModelVersion active() {
        List<ModelVersion> versions = versions(graph.read(tx -> tx.run("active_model")));
        return versions.isEmpty() ? null : versions.getFirst();
    }

    /** {@return models, newest first} */
    Connection<ModelVersion> all(PageRequest page) {
        String after = page.after() == null ? "" : Cursors.MODEL.read(page.after());
        Map<String, Object> parameters = Map.of("after", after, "limit", page.limit());
        List<ModelVersion> found = versions(graph.read(tx -> tx.run("page_of_models", parameters)));
        return Connection.of(found, page, (k, model) -> Cursors.MODEL.write(model.value()), this::count);
    }

    private int count() {
        return graph.read(tx -> tx.run("count_models")).getFirst().count("total");
    }

    private static List<ModelVersion> versions(List<Row> rows) {
        return rows.stream().map(r -> new ModelVersion(r.string("version"))).toList();
    }

    private static ModelView model(Row row) {
        return new ModelView(
                new ModelVersion(row.string("version")),
                row.string("kind"),
                row.string("identity"),
                row.bool("active"),
                row.instant("trainedAt").atOffset(ZoneOffset.UTC),
                List.of(StoredJson.read(row.string("metrics"), ModelView.Metric[].class)),
                row.integer("parameters"),
                row.integer("itemParameters"),
                StoredJson.read(row.string("config"), Object.class),
                StoredJson.read(row.string("provenance"), Object.class));
    }
}
