package dev.tessera.graphmodel.ingest;

import dev.tessera.graphmodel.domain.Modality;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How wide each file's features are, so that all of one modality can be held to one width. */
final class FeatureWidths {
    private final Map<Modality, Map<Path, Integer>> widths = new EnumMap<>(Modality.class);

    /** {@return the width that this file's features had first, which is this one where it is the first} */
    int first(Modality modality, Path file, int width) {
        Integer earlier =
                widths.computeIfAbsent(modality, m -> new LinkedHashMap<>()).putIfAbsent(file, width);
        return earlier == null ? width : earlier;
    }

    /** {@return a fault for each file whose width is not the graph's, or where that has none, not the first file's} */
    List<FileFault> faults(Map<Modality, Integer> inGraph) {
        List<FileFault> faults = new ArrayList<>();
        widths.forEach((modality, files) -> {
            var first = files.entrySet().iterator().next();
            int expected = inGraph.getOrDefault(modality, first.getValue());
            String where = inGraph.containsKey(modality) ? "in the graph" : "in " + first.getKey();
            files.entrySet().stream()
                    .filter(file -> file.getValue() != expected)
                    .map(file -> fault(file.getKey(), modality, file.getValue(), where, expected))
                    .forEach(faults::add);
        });
        return faults;
    }

    private static FileFault fault(Path file, Modality modality, int width, String where, int expected) {
        return new FileFault(
                file,
                modality.key() + " features are " + width + " wide, but those " + where + " are " + expected
                        + " wide. Encode all of a modality with one encoder");
    }
}
