// Removes learned properties from a batch of tokens.
MATCH (token:Token) WHERE token.embedding IS NOT NULL
WITH token LIMIT 2000
REMOVE token.embedding
RETURN count(*) AS cleared
