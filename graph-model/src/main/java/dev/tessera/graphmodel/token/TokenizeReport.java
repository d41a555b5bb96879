package dev.tessera.graphmodel.token;

import dev.tessera.graphmodel.domain.CodebookId;
import dev.tessera.graphmodel.encode.EncodingOutcome;
import java.util.List;

/**
 * What {@link Tokenizer} made.
 *
 * @param tokens how many tokens the codebook has
 * @param items how many items carry at least one
 * @param encoded what encoders made of the items' content before
 */
public record TokenizeReport(CodebookId codebook, int tokens, int items, List<EncodingOutcome> encoded) {
    public TokenizeReport {
        encoded = List.copyOf(encoded);
    }
}
