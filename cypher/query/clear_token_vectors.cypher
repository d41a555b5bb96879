// Removes learned properties from a batch of tokens whose ids come after $after. Answers the last id; null where there was none.
MATCH (token:Token) WHERE token.tokenId > $after AND token.embedding IS NOT NULL
WITH token ORDER BY token.tokenId LIMIT 2000
REMOVE token.embedding
RETURN max(token.tokenId) AS last
