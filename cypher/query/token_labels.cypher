// What the tokens of a codebook mean.
MATCH (token:Token)-[:OF]->(:Codebook {codebookId: $codebook})
RETURN token.tokenId AS token, token.label AS label
