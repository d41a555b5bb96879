// Those interactions of the given event ids that are in the graph.
UNWIND $ids AS id
MATCH (user:User)-[event:INTERACTED {eventId: id}]->(item:Item)
RETURN id,
  user.userId AS user,
  item.itemId AS item,
  event.kind AS kind,
  event.weight AS weight,
  event.at AS at,
  event.split AS split,
  event.recommendationId AS recommendation
