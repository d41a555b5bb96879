// Creates or updates users: sets the given properties, removes those given as null, leaves the others.
UNWIND $rows AS row
MERGE (user:User {userId: row.userId})
SET user += row.properties
