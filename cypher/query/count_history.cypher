// How many events a user has.
MATCH (user:User {userId: $user})
RETURN COUNT { (user)-[:INTERACTED]->(:Item) } AS total
