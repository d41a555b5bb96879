// Every user's id.
MATCH (user:User)
RETURN user.userId AS user
