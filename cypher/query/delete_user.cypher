// Removes a user with all that is known of him; says how many events went with him.
MATCH (user:User {userId: $user})
WITH user, COUNT { (user)-[:INTERACTED]->() } AS events
DETACH DELETE user
RETURN events
