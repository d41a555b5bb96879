// What was learned of a codebook's tokens.
MATCH (token:Token)-[:OF]->(:Codebook {codebookId: $codebook})
RETURN token.tokenId AS token, token.centroid AS centroid
