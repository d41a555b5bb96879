// For each user with an event: the items that the user has interacted with, and those of them with an event of one of the kinds.
MATCH (user:User)-[event:INTERACTED]->(item:Item)
RETURN user.userId AS user, collect(DISTINCT item.itemId) AS items,
  collect(DISTINCT CASE WHEN event.kind IN $kinds THEN item.itemId END) AS liked
