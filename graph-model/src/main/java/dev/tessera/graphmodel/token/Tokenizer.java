package dev.tessera.graphmodel.token;

import dev.tessera.graphmodel.domain.CodebookId;
import dev.tessera.graphmodel.domain.DenseMatrix;
import dev.tessera.graphmodel.domain.Features;
import dev.tessera.graphmodel.domain.ItemId;
import dev.tessera.graphmodel.domain.Modality;
import dev.tessera.graphmodel.domain.Split;
import dev.tessera.graphmodel.encode.CatalogueEncoder;
import dev.tessera.graphmodel.encode.EncoderChoices;
import dev.tessera.graphmodel.encode.Encoding;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.Projection;
import dev.tessera.graphmodel.store.ProjectionSpec;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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
    private final EncoderChoices encoders;

    /** A tokeniser of given features; what an encoder made before is removed. */
    public Tokenizer(Graph graph, Clock clock, long seed) {
        this(graph, clock, seed, EncoderChoices.off());
    }

    /** A tokeniser that first makes features of the items' content, see {@link CatalogueEncoder}. */
    public Tokenizer(Graph graph, Clock clock, long seed, EncoderChoices encoders) {
        this.graph = graph;
        this.clock = clock;
        this.seed = seed;
        this.encoders = encoders;
    }

    /**
     * Makes a codebook out of the items of the training part.
     *
     * @throws IllegalArgumentException where no item has features, or the size does not fit them
     */
    public TokenizeReport tokenize(CodebookSize size) {
        return tokenize(size, ProjectionSpec.whole());
    }

    /**
     * Makes a codebook out of the items of a part of the graph, where they are in its training part. Every item gets tokens,
     * also outside it.
     *
     * @throws IllegalArgumentException where no item has features, or the size does not fit them
     */
    public TokenizeReport tokenize(CodebookSize size, ProjectionSpec part) {
        return tokenize(size, part, new CatalogueEncoder(graph, encoders, seed).encode());
    }

    /**
     * As {@link #tokenize(CodebookSize, ProjectionSpec)}, of features that are there already.
     *
     * @param encoding what made those of them that were not given
     */
    public TokenizeReport tokenize(CodebookSize size, ProjectionSpec part, Encoding encoding) {
        Projection projection = graph.project(ProjectionSpec.whole());
        Set<ItemId> training = trainingItems(part.equals(ProjectionSpec.whole()) ? projection : graph.project(part));
        if (projection.features().isEmpty()) {
            throw new IllegalArgumentException(
                    "no item has a feature vector, so there is nothing to make tokens of."
                            + " Import items with titles or pictures, or files such as text_feat.npy, or train with --identity id");
        }
        Map<Modality, ProductQuantizer> quantizers = new EnumMap<>(Modality.class);
        projection.features().forEach((m, f) -> quantizers.put(m, fit(m, f, rows(projection, training, f), size)));
        var id = new CodebookId(ID.format(clock.instant().atZone(ZoneOffset.UTC)));
        var draft = new CodebookDraft(id, projection, quantizers);
        new CodebookWriter(graph).write(draft, encoding.encoders(), clock.instant());
        return new TokenizeReport(id, draft.tokens().size(), draft.itemCount(), encoding.outcomes());
    }

    private ProductQuantizer fit(Modality modality, Features features, int[] rows, CodebookSize size) {
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
        try {
            return ProductQuantizer.fit(sample, size.slots(), size.codesOr(rows.length), size.isRotated(), seed);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    modality.key() + " features of " + rows.length + " items: " + e.getMessage(), e);
        }
    }

    private static Set<ItemId> trainingItems(Projection part) {
        return part.edges().stream()
                .filter(edge -> part.splitOf(edge) == Split.TRAIN)
                .map(edge -> part.items().idOf(edge.item()))
                .collect(Collectors.toSet());
    }

    /** Items of the training part only, so that nothing is learned from what is held out; all where fewer than two are. */
    private static int[] rows(Projection projection, Set<ItemId> training, Features features) {
        int[] present = IntStream.range(0, projection.items().size())
                .filter(features::isPresent)
                .toArray();
        int[] trained = IntStream.of(present)
                .filter(i -> training.contains(projection.items().idOf(i)))
                .toArray();
        return trained.length > 1 ? trained : present;
    }
}
