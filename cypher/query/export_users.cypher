// A page of the users, in the order of their ids.
MATCH (user:User)
WHERE user.userId > $after
RETURN user.userId AS id, user.attributes AS attributes
ORDER BY user.userId
LIMIT $limit
