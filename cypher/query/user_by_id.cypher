// A user's attributes.
MATCH (user:User {userId: $user})
RETURN user.attributes AS attributes
