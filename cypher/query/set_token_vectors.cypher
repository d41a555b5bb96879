// Writes what was learned of tokens.
UNWIND $rows AS row
MATCH (token:Token {tokenId: row.id})
SET token.embedding = row.embedding
