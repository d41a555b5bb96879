// Removes learned properties from a batch of users.
MATCH (user:User) WHERE user.embedding IS NOT NULL
WITH user LIMIT 20000
REMOVE user.embedding, user.base, user.attention
RETURN count(*) AS cleared
