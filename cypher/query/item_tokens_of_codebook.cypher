// The items that carry tokens of a codebook, and which.
MATCH (item:Item)-[:HAS_TOKEN]->(token:Token)-[:OF]->(:Codebook {codebookId: $codebook})
RETURN item.itemId AS item, collect(token.tokenId) AS tokens
