// What kinds of events there are between users and items.
UNWIND $pairs AS pair
MATCH (user:User {userId: pair.user}), (item:Item {itemId: pair.item})
RETURN pair.user AS user, pair.item AS item,
  COLLECT { MATCH (user)-[event:INTERACTED]->(item) RETURN DISTINCT event.kind ORDER BY event.kind } AS kinds
