package dev.tessera.graphmodel.token;

import dev.tessera.graphmodel.domain.CodebookId;
import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.domain.Features;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.domain.Split;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.Projection;
import dev.tessera.graphmodel.store.ProjectionSpec;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Learns a quantiser for every modality, gives every item its tokens, and writes both beside whatever codebooks there
 * are. The new codebook is used once a model trained on it is active.
 */
public final class Tokenizer {
    private static final DateTimeFormatter ID = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS");

    private final Graph graph;
    private final Clock clock;
    private final long seed;

    public Tokenizer(Graph graph, Clock clock, long seed) {
        this.graph = graph;
        this.clock = clock;
        this.seed = seed;
    }

    /**
     * Makes a codebook.
     *
     * @throws IllegalArgumentException where no item has features, or the size does not fit them
     */
    public TokenizeReport tokenize(CodebookSize size) {
        Projection projection = graph.project(ProjectionSpec.whole());
        if (projection.features().isEmpty()) {
            throw new IllegalArgumentException("no item has a feature vector, so there is nothing to make tokens of."
                    + " Import files such as text_feat.npy, or train with --identity id");
        }
        Map<Modality, ProductQuantizer> quantizers = new EnumMap<>(Modality.class);
        projection.features().forEach((m, f) -> quantizers.put(m, fit(f, trainingRows(projection, f), size)));
        var id = new CodebookId(ID.format(clock.instant().atZone(ZoneOffset.UTC)));
        var draft = new CodebookDraft(id, projection, quantizers);
        new CodebookWriter(graph).write(draft, clock.instant());
        return new TokenizeReport(id, draft.tokens().size(), draft.itemCount());
    }

    private ProductQuantizer fit(Features features, int[] rows, CodebookSize size) {
        int width = features.matrix().columns();
        DenseMatrix sample = DenseMatrix.zeros(rows.length, width);
        for (int k = 0; k < rows.length; k++) {
            System.arraycopy(
                    features.matrix().values(),
                    features.matrix().offset(rows[k]),
                    sample.values(),
                    sample.offset(k),
                    width);
        }
        return ProductQuantizer.fit(sample, size.slots(), size.codesOr(rows.length), size.isRotated(), seed);
    }

    /** Items of the training part only, so that nothing is learned from what is held out; all where none is. */
    private static int[] trainingRows(Projection projection, Features features) {
        List<Integer> training = new ArrayList<>();
        boolean[] trained = new boolean[projection.items().size()];
        for (Projection.Edge edge : projection.edges()) {
            trained[edge.item()] |= projection.splitOf(edge) == Split.TRAIN;
        }
        IntStream.range(0, trained.length)
                .filter(i -> trained[i] && features.isPresent(i))
                .forEach(training::add);
        if (!training.isEmpty()) {
            return training.stream().mapToInt(Integer::intValue).toArray();
        }
        return IntStream.range(0, trained.length).filter(features::isPresent).toArray();
    }
}
