// Removes learned properties from a batch of users whose ids come after $after. Answers the last id; null where there was none.
MATCH (user:User) WHERE user.userId > $after AND user.embedding IS NOT NULL
WITH user ORDER BY user.userId LIMIT 2000
REMOVE user.embedding, user.base, user.attention
RETURN max(user.userId) AS last
