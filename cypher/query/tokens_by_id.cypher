// Tokens as people see them, by id.
UNWIND $tokens AS id
MATCH (found:Token {tokenId: id})
RETURN found.tokenId AS token, found.label AS label, found.itemCount AS items
