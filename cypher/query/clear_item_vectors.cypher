// Removes learned properties from a batch of items.
MATCH (item:Item) WHERE item.embedding IS NOT NULL
WITH item LIMIT 20000
REMOVE item.embedding, item.context, item.trainDegree
RETURN count(*) AS cleared
