// A page of the interactions, in the order of their event ids.
MATCH (user:User)-[event:INTERACTED]->(item:Item)
WHERE event.eventId > $after
RETURN event.eventId AS id,
  user.userId AS user,
  item.itemId AS item,
  event.kind AS kind,
  event.weight AS weight,
  event.at AS at,
  event.split AS split,
  event.recommendationId AS recommendation
ORDER BY event.eventId
LIMIT $limit
