// For each user with an event: the items that the user has interacted with, and those of them with an event of a kind that
// counts in favour. Empty $kinds stand for all.
MATCH (user:User)-[event:INTERACTED]->(item:Item)
RETURN user.userId AS user, collect(DISTINCT item.itemId) AS items,
  collect(DISTINCT CASE WHEN size($kinds) = 0 OR event.kind IN $kinds THEN item.itemId END) AS liked
