// Creates or updates interactions by their event ids; a split or a list that is not given stays as it is.
UNWIND $rows AS row
MATCH (user:User {userId: row.user})
MATCH (item:Item {itemId: row.item})
MERGE (user)-[event:INTERACTED {eventId: row.eventId}]->(item)
SET event.kind = row.kind,
  event.weight = row.weight,
  event.at = row.at,
  event.split = coalesce(row.split, event.split),
  event.recommendationId = coalesce(row.recommendationId, event.recommendationId)
