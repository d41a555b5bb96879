package dev.tessera.graphmodel.ingest;

import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.encode.Encoders;
import dev.tessera.graphmodel.encode.PictureDescription;
import dev.tessera.graphmodel.store.Graph;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Pictures of imported items that lie on other machines; whoever uses this fetches them. */
public final class FetchedPictures {
    private final Graph graph;
    private final Encoders encoders;

    public FetchedPictures(Graph graph, Encoders encoders) {
        this.graph = graph;
        this.encoders = encoders;
    }

    /** Names the items, with their URLs, whose picture is to be fetched. */
    public static void eachMissing(Graph graph, BiConsumer<ItemId, String> item) {
        graph.read(tx -> tx.run("pictures_to_fetch"))
                .forEach(row -> item.accept(new ItemId(row.string("item")), row.string("url")));
    }

    /**
     * Keeps what is to be known of a picture; its feature is missing then, and is made as those of other pictures are.
     *
     * @throws dev.tessera.graphmodel.encode.PictureException where it cannot be read
     */
    public void write(ItemId item, String url, byte[] bytes) {
        Map<String, @Nullable Object> properties =
                new HashMap<>(PictureDescription.of(bytes, encoders.describer()).properties());
        properties.put("imageFetchedFrom", url);
        graph.execute(tx -> {
            tx.run("merge_items", Map.of("rows", List.of(Map.of("itemId", item.value(), "properties", properties))));
            PlanWriter.clearOutdated(tx, encoders, Modality.IMAGE, List.of(item));
        });
    }
}
