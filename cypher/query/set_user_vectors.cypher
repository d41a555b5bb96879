// Writes what was learned of users.
UNWIND $rows AS row
MATCH (user:User {userId: row.id})
SET user.embedding = row.embedding, user.base = row.base, user.attention = row.attention
