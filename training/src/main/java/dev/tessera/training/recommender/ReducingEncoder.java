package dev.tessera.training.recommender;

import dev.tessera.graphmodel.domain.Modality;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * New items of a model that was trained on reduced features.
 *
 * @param reductions those of the modalities that were reduced
 * @param then what encodes the item with its reduced features
 */
public record ReducingEncoder(List<FeatureReduction> reductions, ItemEncoder then) implements ItemEncoder {
    public ReducingEncoder {
        reductions = List.copyOf(reductions);
    }

    @Override
    public @Nullable EncodedItem encode(NewItem item) {
        Map<Modality, float[]> reduced = new EnumMap<>(Modality.class);
        for (FeatureReduction reduction : reductions) {
            if (item.has(reduction.modality())) {
                reduced.put(reduction.modality(), reduction.of(item));
            }
        }
        return then.encode(item.with(reduced));
    }
}
