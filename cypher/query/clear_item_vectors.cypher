// Removes learned properties from a batch of items whose ids come after $after. Answers the last id; null where there was none.
MATCH (item:Item) WHERE item.itemId > $after AND item.embedding IS NOT NULL
WITH item ORDER BY item.itemId LIMIT 2000
REMOVE item.embedding, item.context, item.trainDegree
RETURN max(item.itemId) AS last
