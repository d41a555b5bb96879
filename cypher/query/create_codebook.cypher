// Begins a codebook; it does not count before it is complete.
CREATE (:Codebook {codebookId: $codebook, fittedAt: $fittedAt, complete: false})
