// Removes a user with all that is known of him.
MATCH (user:User {userId: $user})
DETACH DELETE user
RETURN count(*) AS deleted
