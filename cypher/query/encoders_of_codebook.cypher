// The encoders that made the features of a codebook: which, and what a built-in one has learned.
MATCH (known:Codebook {codebookId: $codebook})
RETURN known.textEncodedBy AS textEncodedBy, known.textEncoder AS textEncoder,
  known.imageEncodedBy AS imageEncodedBy, known.imageEncoder AS imageEncoder
