package dev.tessera.graphmodel.token;

import dev.tessera.graphmodel.domain.CodebookId;
import dev.tessera.graphmodel.encode.EncoderChoices;
import dev.tessera.graphmodel.encode.EncoderReader;
import dev.tessera.graphmodel.encode.Encoders;
import dev.tessera.graphmodel.encode.MissingFeatures;
import dev.tessera.graphmodel.store.Graph;

/** Items that came after a codebook was made by another way than the API, such as those of an import. */
public final class LateItems {
    private final Graph graph;
    private final EncoderChoices configured;

    /** @param configured where a codebook was made by a pre-trained encoder, it is found here, or nothing is encoded */
    public LateItems(Graph graph, EncoderChoices configured) {
        this.graph = graph;
        this.configured = configured;
    }

    /** {@return the encoders of the codebook in use; none where there is no codebook} */
    public Encoders encoders() {
        CodebookId inUse = graph.read(TokenReader::inUse);
        return inUse == null ? Encoders.none(configured) : graph.read(tx -> EncoderReader.read(tx, inUse, configured));
    }

    /** Gives them what they lack for the codebook in use; nothing where there is no codebook. */
    public void complete() {
        CodebookId inUse = graph.read(TokenReader::inUse);
        if (inUse != null) {
            complete(inUse);
        }
    }

    /** Gives them the features that the codebook's own encoders make, and its tokens, as the API does. */
    public void complete(CodebookId codebook) {
        Encoders encoders = graph.read(tx -> EncoderReader.read(tx, codebook, configured));
        new MissingFeatures(graph, encoders).make();
        graph.read(tx -> ItemTokenizer.read(tx, codebook)).complete(graph);
    }
}
