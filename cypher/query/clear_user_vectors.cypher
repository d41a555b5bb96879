// Removes learned properties from a batch of users.
MATCH (user:User) WHERE user.embedding IS NOT NULL
WITH user LIMIT 2000
REMOVE user.embedding, user.base
RETURN count(*) AS cleared
