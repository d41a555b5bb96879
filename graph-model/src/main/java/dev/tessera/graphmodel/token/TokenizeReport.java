package dev.tessera.graphmodel.token;

import dev.tessera.graphmodel.domain.CodebookId;

/**
 * What {@link Tokenizer} made.
 *
 * @param tokens how many tokens the codebook has
 * @param items how many items carry at least one
 */
public record TokenizeReport(CodebookId codebook, int tokens, int items) {}
