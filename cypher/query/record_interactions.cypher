// Creates interactions, and their users where they are new. Items are there; event ids are not.
UNWIND $rows AS row
MERGE (user:User {userId: row.user})
WITH row, user
MATCH (item:Item {itemId: row.item})
CREATE (user)-[event:INTERACTED {eventId: row.eventId, kind: row.kind, weight: row.weight, at: row.at}]->(item)
SET event.recommendationId = row.recommendationId
