package dev.tessera.server.laboratory;

import dev.tessera.graphmodel.domain.Item;
import dev.tessera.graphmodel.encode.CatalogueEncoder;
import dev.tessera.graphmodel.encode.EncoderChoices;
import dev.tessera.graphmodel.encode.Encoding;
import dev.tessera.graphmodel.encode.EncodingOutcome;
import dev.tessera.graphmodel.split.SplitLabels;
import dev.tessera.graphmodel.split.Splitter;
import dev.tessera.graphmodel.store.Graph;
import dev.tessera.graphmodel.store.Items;
import dev.tessera.graphmodel.subgraph.Subgraph;
import dev.tessera.graphmodel.subgraph.SubgraphSampler;
import dev.tessera.graphmodel.subgraph.SubgraphSpec;
import dev.tessera.graphmodel.token.CodebookSize;
import dev.tessera.graphmodel.token.TokenCodes;
import dev.tessera.graphmodel.token.TokenReader;
import dev.tessera.graphmodel.token.TokenizeReport;
import dev.tessera.graphmodel.token.Tokenizer;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The data of a study, out of the graph: one split for all, features of what items say and show where none were given, and the
 * tokens of every size that a candidate asks for. Encoders are fitted on what all items say, also those held out; who chose them
 * they do not see.
 */
public final class Dataset {
    private static final long CODEBOOK_SEED = 42; // of the encoders too
    private static final long SPLIT_SEED = 1;

    private final Subgraph plain;
    private final Map<CodebookSize, TokenCodes> codes;
    private final List<Item> items;
    private final List<EncodingOutcome> encoded;

    private Dataset(
            Subgraph plain, Map<CodebookSize, TokenCodes> codes, List<Item> items, List<EncodingOutcome> encoded) {
        this.plain = plain;
        this.codes = Map.copyOf(codes);
        this.items = List.copyOf(items);
        this.encoded = List.copyOf(encoded);
    }

    /**
     * {@return the data} Labels the interactions of the graph by the study's split, and makes features and codebooks in it.
     *
     * @param graph a temporary one
     * @param encoders what makes features of titles, pictures and the like
     * @throws IllegalArgumentException where the data does not allow the split, the filter leaves nothing, or there is
     *     nothing to make tokens of
     */
    public static Dataset load(Graph graph, Study study, EncoderChoices encoders, Clock clock) {
        Encoding encoding = new CatalogueEncoder(graph, encoders, CODEBOOK_SEED).encode();
        new SplitLabels(graph, new Splitter(SPLIT_SEED))
                .write(study.split(), study.filter().spec());
        Subgraph sampled = new SubgraphSampler(graph)
                .sample(new SubgraphSpec.Filtered(study.filter().spec()));
        study.filter().requireSomething(sampled);
        var tokenizer = new Tokenizer(graph, clock, CODEBOOK_SEED);
        Map<CodebookSize, TokenCodes> codes = new HashMap<>();
        for (Candidate candidate : study.candidates()) {
            if (candidate.usesTokens()) {
                codes.computeIfAbsent(candidate.codebook(), size -> {
                    TokenizeReport made =
                            tokenizer.tokenize(size, study.filter().spec(), encoding);
                    return graph.read(tx -> TokenReader.codes(tx, made.codebook(), sampled.items()));
                });
            }
        }
        return new Dataset(sampled.with(sampled.features(), null), codes, graph.read(Items::all), encoding.outcomes());
    }

    /** {@return what became of the items' content} */
    public List<EncodingOutcome> encoded() {
        return encoded;
    }

    /** {@return what a candidate is trained on: it has tokens only where the candidate learns from them} */
    Subgraph of(Candidate candidate) {
        return candidate.usesTokens() ? plain.with(plain.features(), codes.get(candidate.codebook())) : plain;
    }

    /** {@return the users, the items, the three parts and the features; no tokens} */
    public Subgraph plain() {
        return plain;
    }

    /** {@return what is known of every item of the graph, also of those that the filter leaves out} */
    public List<Item> items() {
        return items;
    }
}
